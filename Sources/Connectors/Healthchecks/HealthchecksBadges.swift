import Core

/// `healthchecks_badges`: the tags that there are badges for, or how the checks of one tag stand now.
struct HealthchecksBadges: Tool {
    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_badges",
            summary: "The tags of checks; with 'tag', how many checks of it are down or in grace now. '*' is all checks.",
            input: Schema.object([("tag", Schema.string("A tag, or * for all checks"))]),
            routes: [
                settings.route(.get, ["badges", ""]), .http(.get, ["badge", "*", "*", "*"]), .http(.get, ["badge", "*", "*"]),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        HealthchecksBadgesConversation(settings: settings, tag: try Input(input, of: description).optionalString("tag"))
    }
}

struct HealthchecksBadgesConversation: Conversation {
    let settings: HealthchecksSettings
    let tag: String?
    private var list: Outcome?
    private var isStarted = false

    init(settings: HealthchecksSettings, tag: String?) {
        self.settings = settings
        self.tag = tag
    }

    private var what: String { tag.map { "badge of tag \(OutgoingText.line(String($0.prefix(80))))" } ?? "badges" }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard isStarted else {
            isStarted = true
            return .calls([.http(settings.call(["badges", ""]))])
        }
        guard let outcome = outcomes.first else { return .done() }
        do throws(ReadingError) {
            return list == nil ? try read(outcome) : try state(outcome)
        } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
    }

    private mutating func read(_ outcome: Outcome) throws(ReadingError) -> Step {
        guard let badges = try HealthchecksAPI.document(outcome)["badges"]?.object else {
            throw ReadingError(.failed, "answered with something other than badges")
        }
        guard let tag else { return tags(badges, outcome) }
        guard let addresses = badges[tag] else {
            return .done([
                Evidence(
                    .nothing("no badge of tag \(tag)"), from: [outcome.key], query: what,
                    completeness: .sampled(reason: HealthchecksAPI.oneProject))
            ])
        }
        // The ones with three states tell late checks from good ones.
        let path = ["json3", "json", "shields3", "shields"].lazy.compactMap { addresses[$0]?.string.flatMap(Self.path) }.first
        guard let path else { throw ReadingError(.failed, "has no address of a badge in JSON") }
        list = outcome
        return .calls([
            .http(HTTPCall(path: path, headers: [.init("Accept", "application/json")], credential: HealthchecksSettings.slot))
        ])
    }

    private func tags(_ badges: JSONObject, _ outcome: Outcome) -> Step {
        let names = badges.members.map(\.name).filter { $0 != "*" }
        let evidence =
            names.isEmpty
            ? Evidence(.nothing("no tag with a badge"), from: [outcome.key], query: what, completeness: .noneThere)
            : Evidence(
                .inventory(Inventory(of: "tags of checks", entries: names.map { Inventory.Entry(name: $0) })),
                from: [outcome.key], query: what)
        return .done([evidence])
    }

    /// `/badge/<key>/<signature>/<tag>.json`, for all checks without the tag. The host of an address is not used: calls go to
    /// the source's own.
    private static func path(_ address: String) -> [String]? {
        guard address.utf8.count < 2000 else { return nil }
        let parts = address.split(separator: "/").map { PercentEncoding.decoded(String($0)) }
        guard let start = parts.lastIndex(of: "badge") else { return nil }
        let path = Array(parts[start...])
        let isPlain = path.allSatisfy { !$0.contains("/") && $0 != ".." && $0 != "." && !$0.contains("?") }
        return (3...4).contains(path.count) && isPlain ? path : nil
    }

    /// `{"status", "total", "grace", "down"}`, or a shields.io badge's `{"label", "message"}`.
    private func state(_ outcome: Outcome) throws(ReadingError) -> Step {
        let document = try HealthchecksAPI.document(outcome)
        guard let status = document["status"]?.string ?? document["message"]?.string, let list else {
            throw ReadingError(.failed, "answered with something other than a badge")
        }
        var fields: JSONObject = ["tag": .string(tag ?? "*"), "status": .string(String(status.prefix(40)))]
        for member in ["total", "grace", "down"] { fields[member] = document[member]?.int.map { .number(JSONNumber($0)) } }
        return .done([
            Evidence(
                .record(Record(title: "Checks of tag \(tag ?? "*"): \(status.prefix(40))", fields: fields)),
                from: [list.key, outcome.key], stamp: HealthchecksAPI.now(outcome).map { Stamp($0) }, query: what)
        ])
    }
}
