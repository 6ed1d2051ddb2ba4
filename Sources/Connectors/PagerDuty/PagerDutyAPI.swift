import Core

/// Calls and answers of the REST API.
enum PagerDutyAPI {
    /// The most that a page holds.
    static let pageSize = 100
    /// Offsets beyond this are refused (`offset` + `limit`).
    static let furthest = 10_000

    static func get(_ path: [String], _ query: [HTTPCall.Field] = []) -> HTTPCall {
        HTTPCall(
            path: path, query: query, headers: [.init("Accept", "application/vnd.pagerduty+json;version=2")],
            credential: .header(name: "Authorization", prefix: "Token token="))
    }

    /// `since`, `until` and UTC, without which a list is of the last month, in the account's zone.
    static func window(_ window: TimeWindow) -> [HTTPCall.Field] {
        [
            .init("since", window.from.rfc3339()), .init("until", window.to.adding(seconds: 0.999_999_999).rfc3339()),
            .init("time_zone", "UTC"),
        ]
    }

    /// A document, or the vendor's own words: `{"error":{"message","code","errors"}}`.
    static func document(_ outcome: Outcome) throws(ReadingError) -> JSONValue {
        do throws(ReadingError) { return try outcome.json() } catch {
            guard let status = error.status, status >= 400, case .reply(let reply) = outcome.result else { throw error }
            throw refusal(status, reply) ?? error
        }
    }

    /// Does a refusal of one part of an incident hold for the others too?
    static func isFinal(_ error: ReadingError) -> Bool {
        error.severity == .denied || error.status.map([401, 402, 403, 404].contains) == true
    }

    private static func refusal(_ status: Int, _ reply: Reply) -> ReadingError? {
        guard reply.body.count <= 65_536, let bytes = try? reply.body.bytes(),
            let error = (try? JSONValue(parsing: bytes))?["error"], error.object != nil || error.string != nil
        else { return nil }
        var words = printable(error["message"]?.string ?? error.string ?? "no message")
        if let code = error["code"]?.int { words += " (code \(code))" }
        let details = (error["errors"]?.array ?? []).compactMap(\.string).prefix(3).map(printable)
        if !details.isEmpty { words += ": " + details.joined(separator: "; ") }
        var severity = Diagnostic.Severity.failed
        switch status {
        case 401:
            severity = .denied
            words += "; check the source's API key"
        case 402, 403:
            severity = .denied
            words += "; the API key or the account's plan does not allow it"
        case 429:
            if let seconds = reply.header("ratelimit-reset").flatMap({ Int($0) }) { words += "; free again in \(seconds) s" }
        default: break
        }
        return ReadingError(severity, "answered \(status): \(words)", status: status)
    }

    /// A vendor's text on one line, of bounded length.
    static func printable(_ text: String) -> String {
        String(text.prefix(200).unicodeScalars.map { $0.isUnprintable ? " " : Character($0) })
    }

    /// A link that a person can follow: the vendor's own when it is `https:`, else a path below the source's address.
    static func link(_ value: JSONValue?, or path: String) -> String {
        guard let text = value?.string, text.hasPrefix("https://"), text.utf8.count <= 2000,
            text.unicodeScalars.allSatisfy({ !$0.isUnprintable && $0 != " " && $0 != "<" && $0 != ">" && $0 != "\"" })
        else { return path }
        return text
    }

    /// The name in a reference, `{"id","type","summary"}`, or in the whole object.
    static func name(_ reference: JSONValue?) -> String? {
        for member in ["summary", "name", "description"] {
            if let text = reference?[member]?.string, !text.isEmpty { return text }
        }
        return nil
    }

    /// Who acted: people are those on call; all else is machinery.
    static func person(_ agent: JSONValue?) -> Person? {
        guard let id = agent?["id"]?.string else { return nil }
        let type = agent?["type"]?.string ?? ""
        let role = type.hasPrefix("user") ? "on-call responder" : type.hasPrefix("service") ? "service" : "integration"
        return Person(id: id, name: name(agent), role: role)
    }
}
