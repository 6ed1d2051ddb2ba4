import Core

/// The lines of a log query.
struct LokiQueryRange: Tool {
    static let defaultCap = 2000
    static let defaultPage = 1000

    let description = ToolDescription(
        name: "loki_query_range",
        summary: "Log lines that a LogQL log query selects in a window, by time.",
        input: Schema.object(
            [
                (
                    "query",
                    Schema.string("LogQL log query with a bounded stream selector, such as {app=\"checkout\"} |= \"error\"")
                ),
                ("from", Schema.time("Start of the window, inclusive")),
                ("to", Schema.time("End of the window, inclusive; no more than 30 days after 'from'")),
                ("limit", Schema.integer("Most lines to read, 1 to 20000; 2000 when left out")),
                ("page", Schema.integer("Lines to ask for at a time, 1 to 5000; 1000 when left out")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, LokiAPI.path("query_range"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let query = try LokiQuery(try input.string("query"))
        guard query.selectsLines else { throw InputError("query", "is a metric query; use loki_metric_range") }
        let window = try input.window(days: 30)
        return Reading(
            reader: LokiLogReader(
                .init(
                    query: query.text, window: window, start: window.from, end: window.exclusiveEnd, direction: .forward,
                    pageSize: try input.integer("page", in: 1...LokiAPI.largestLimit, default: LokiQueryRange.defaultPage),
                    cap: try input.integer("limit", in: 1...20_000, default: LokiQueryRange.defaultCap))))
    }

    private struct Reading: Conversation {
        var reader: LokiLogReader

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else { return .calls([.http(reader.call)]) }
            if reader.take(outcome) { return .calls([.http(reader.call)]) }
            let conclusion = reader.conclusion()
            return .done(conclusion.evidence, conclusion.diagnostics)
        }
    }
}
