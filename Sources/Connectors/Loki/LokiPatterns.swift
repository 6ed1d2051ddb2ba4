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
        return Asking(
            selector: try LokiQuery.selector(try input.string("query"), field: "query"), window: try input.window(days: 30))
    }

    private struct Asking: Conversation {
        let selector: String
        let window: TimeWindow

        private var call: HTTPCall { LokiAPI.get(LokiAPI.path("patterns"), [.init("query", selector)], window: window) }

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else { return .calls([.http(call)]) }
            func diagnostic(_ severity: Diagnostic.Severity, _ text: String) -> Diagnostic {
                Diagnostic(severity, "patterns of \(selector): \(text)", exchange: outcome.key)
            }
            let document: JSONValue
            do throws(ReadingError) { document = try LokiAnswer.document(outcome) } catch {
                guard error.status == 404 else { return .done([], [error.diagnostic("patterns of \(selector)", outcome)]) }
                return .done([], [diagnostic(.failed, "this Loki finds no patterns (its pattern ingester is off)")])
            }
            guard let data = document["data"]?.array, !data.isEmpty else {
                return .done([], [diagnostic(.partial, "none, which does not mean that there were no lines")])
            }
            var entries: [String: Int64] = [:]
            for element in data.prefix(LokiPatterns.mostPatterns) {
                guard let pattern = element["pattern"]?.string else { continue }
                var count: Int64 = 0
                for sample in element["samples"]?.array ?? [] { count &+= max(0, min(sample[1]?.int ?? 0, 1 << 40)) }
                entries[String(pattern.prefix(2000)), default: 0] &+= count
            }
            let inventory = Inventory(
                of: "log patterns", entries: entries.map { .init(name: $0.key, count: Int(clamping: $0.value)) })
            let evidence = Evidence(
                .inventory(inventory), from: [outcome.key], window: window, query: "patterns of \(selector)",
                link: call.target,
                completeness: .sampled(
                    reason: "Loki keeps patterns for some hours and leaves out short lines and most of JSON lines"))
            return .done([evidence], [])
        }
    }
}
