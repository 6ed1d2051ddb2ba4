import Core

/// The server's own grouping of lines into patterns.
struct LokiPatterns: Tool {
    let description = ToolDescription(
        name: "loki_patterns",
        summary:
            "Patterns that Loki found in the lines of recent hours, with counts. Never proof that a kind of line was absent.",
        input: Schema.object(
            [
                ("query", Schema.string("Stream selector, such as {app=\"checkout\"}")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, LokiAPI.path("patterns"))])

    /// Patterns are a help for reading, so a thousand are plenty.
    static let mostPatterns = 1000

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let reader = LokiPatternReader(
            selector: try LokiQuery.selector(try input.string("query"), field: "query"), window: try input.window(days: 30))
        return OneRound([.http(reader.call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            let reading = reader.read(outcome)
            return .done(reading.evidence, reading.diagnostics)
        }
    }
}
