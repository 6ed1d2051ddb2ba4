import Core

/// Looks facts up in what the Lab staged, so that they follow the scenario.
struct FictionSource: Sendable {
    let scenario: Scenario
    let day: ScenarioDay
    let truth: JSONValue

    func seconds(_ when: When) -> Int { Int(when.offset / 1_000_000_000) }

    func commit(_ key: String) throws -> Int {
        for repository in scenario.repositories {
            if let commit = repository.commits.first(where: { $0.key == key }) { return seconds(commit.at) }
        }
        throw ScenarioError("\(scenario.name) has no commit '\(key)'")
    }

    /// When the service's last deploy but `back` began and was live.
    func deploy(_ service: String, back: Int = 0) throws -> (started: Int, live: Int) {
        let history = scenario.deployments.applications.first { $0.service == service }?.history ?? []
        guard history.count > back else { throw ScenarioError("\(scenario.name) has no such deploy of '\(service)'") }
        let deploy = history[history.count - 1 - back]
        return (seconds(deploy.started), seconds(deploy.deployed))
    }

    /// The incident that an investigation starts from.
    func incident() throws -> Scenario.PagingIncident {
        guard let incident = scenario.paging.incidents.first(where: { $0.main == true }) else {
            throw ScenarioError("\(scenario.name) has no main incident")
        }
        return incident
    }

    func logged(_ type: String) throws -> Int {
        guard let entry = try incident().log.first(where: { $0.type == type }) else {
            throw ScenarioError("the main incident of \(scenario.name) has no log entry '\(type)'")
        }
        return seconds(entry.at)
    }

    /// A time that the truth has, by its path.
    func time(_ path: String...) throws -> Int {
        let value = path.reduce(truth as JSONValue?) { value, name in value?[name] }
        guard let text = value?.string, let instant = Instant(rfc3339: text) else {
            throw ScenarioError("the truth has no time at '\(path.joined(separator: "."))'")
        }
        return Int(instant.seconds(since: day.midnight))
    }

    /// The first seven digits of a commit that the truth names.
    func revision(_ value: JSONValue?) throws -> String {
        guard let text = value?.string, text.utf8.count >= 7 else { throw ScenarioError("the truth lacks a commit") }
        return String(text.prefix(7))
    }

    /// What someone wrote in the first channel, found by how the message begins.
    func speech(_ start: String, _ altered: [String]) throws -> Fiction.Speech {
        let messages = (scenario.chat.channels.first?.messages ?? []).flatMap { [$0] + ($0.replies ?? []) }
        guard let message = messages.first(where: { $0.text.hasPrefix(start) }) else {
            throw ScenarioError("nobody wrote '\(start)…' in \(scenario.name)")
        }
        let roles = ["SRE": "the on-call engineer", "Engineering manager": "the engineering manager"]
        let title = scenario.chat.users.first { $0.id == message.user }?.title ?? ""
        let who = roles[title] ?? "a \(title.lowercased())"
        return Fiction.Speech(at: seconds(message.at), who: who, words: message.text, altered: altered)
    }
}
