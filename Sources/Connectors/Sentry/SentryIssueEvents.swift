import Core

/// `sentry_issue_events`: an issue's events, as lines.
struct SentryIssueEventsTool: Tool {
    let api: SentryAPI

    private static let mostPages = 3

    var description: ToolDescription {
        ToolDescription(
            name: "sentry_issue_events", summary: "Events of one issue: their messages and tags, the newest 300.",
            input: Schema.object(
                [
                    ("issue", Schema.string("The issue's id: the number in its address")),
                    ("from", Schema.time("Start; without it, all that is kept")), ("to", Schema.time("End")),
                ], required: ["issue"]), routes: [.http(.get, api.path(["issues", "*", "events"]))])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let issue = try input.numericID("issue")
        let from = try input.optionalString("from")
        let to = try input.optionalString("to")
        let window = from != nil || to != nil ? try input.window(days: 90) : nil
        // The list has no `per_page`; a page has a hundred.
        let call = api.get(["issues", issue, "events"], api.environments + (window.map(SentryAPI.bounds) ?? []))
        return SentryIssueEventsConversation(
            api: api, pager: SentryPager("events of issue \(issue)", call, mostPages: Self.mostPages), issue: issue,
            window: window)
    }
}

private struct SentryIssueEventsConversation: Conversation {
    let api: SentryAPI
    var pager: SentryPager
    let issue: String
    let window: TimeWindow?

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return pager.isFinished ? .done() : .calls([pager.call]) }
        pager.take(outcome)
        guard pager.isFinished else { return .calls([pager.call]) }
        guard pager.failure == nil else { return .done([], pager.diagnostics) }
        let read = pager.items.compactMap { Self.line($0.value) }
        pager.leftOut(pager.items.count - read.count)
        guard !read.isEmpty else { return .done([nothing], pager.diagnostics) }
        let lines = read.sorted { ($0.line.time, $0.id) < ($1.line.time, $1.id) }.map(\.line)
        return .done([evidence(.logs(LogLines(lines: lines)), pager.completeness)], pager.diagnostics)
    }

    /// An issue had at least one event, so without a window none means that they were dropped.
    private var nothing: Evidence {
        var worth = pager.completeness
        if worth == .complete {
            let lost = window.flatMap { api.notKept($0.from, asOf: pager.answeredAt)?.reason }
            let whose =
                api.settings.environments.isEmpty ? "those of this one" : "this one's, or they were in other environments"
            let reason = lost ?? (window == nil ? "an issue has events; Sentry has dropped \(whose)" : nil)
            worth = reason.map { .notKept(reason: $0) } ?? .noneThere
        }
        return evidence(.nothing(pager.what), worth)
    }

    private func evidence(_ observation: Observation, _ worth: Completeness) -> Evidence {
        Evidence(
            observation, from: pager.exchanges, window: window, query: "issue.id:\(issue)",
            link: api.link(["issues", issue, "events"]), completeness: worth)
    }

    /// `nil` without a time. The title is the type and the start of the message; the message is often empty or the same.
    private static func line(_ value: JSONValue) -> (line: LogLines.Line, id: String)? {
        guard let time = value["dateCreated"]?.string.flatMap(Instant.init(rfc3339:)) else { return nil }
        var labels: [String: String] = [:]
        for tag in (value["tags"]?.array ?? []).prefix(64) {
            guard let key = tag["key"]?.string, let text = tag["value"]?.string else { continue }
            labels[String(key.prefix(200))] = String(text.prefix(500))
        }
        for (name, member) in [("culprit", "culprit"), ("location", "location"), ("event", "eventID")] where labels[name] == nil
        {
            labels[name] = value[member]?.string.flatMap { $0.isEmpty ? nil : String($0.prefix(500)) }
        }
        let title = value["title"]?.string ?? ""
        let message = value["message"]?.string ?? ""
        let parts = title == message ? [title] : [title, message]
        let text = parts.filter { !$0.isEmpty }.map { String($0.prefix(4000)) }.joined(separator: "\n")
        let line = LogLines.Line(time: time, text: text, severity: severity(labels["level"]), labels: labels)
        return (line, value["eventID"]?.string ?? value["id"]?.string ?? "")
    }

    /// Sentry's levels are fatal, error, warning, info and debug.
    private static func severity(_ level: String?) -> String? {
        switch level {
        case "fatal", "error": "error"
        case "warning": "warn"
        case "info", "debug": level
        default: nil
        }
    }
}
