import Core

/// What the index says there is. It sees only chunks that were written out and counts them by parts, so it may say 0 where there
/// are hours of lines: never a proof of absence.
struct LokiIndexStats: Tool {
    let description = ToolDescription(
        name: "loki_index_stats",
        summary:
            "Streams, chunks, bytes and entries by the index, which knows only what was written out; never proof of absence.",
        input: Schema.object(
            [
                ("query", Schema.string("Stream selector, such as {app=\"checkout\"}")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, LokiAPI.path("index", "stats"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let selector = try LokiQuery.selector(try input.string("query"), field: "query")
        let window = try input.window(days: 30)
        let call = LokiAPI.get(LokiAPI.path("index", "stats"), [.init("query", selector)], window: window)
        return OneRound([.http(call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                let document = try LokiAnswer.document(outcome)
                var fields = JSONObject()
                for name in ["streams", "chunks", "bytes", "entries"] {
                    guard let number = document[name]?.int else {
                        throw ReadingError(.failed, "answered without the number of \(name)")
                    }
                    fields[name] = .number(JSONNumber(number))
                }
                let evidence = Evidence(
                    .record(Record(title: "index statistics of \(selector)", fields: fields)), from: [outcome.key],
                    window: window, query: "index statistics of \(selector)", link: call.target,
                    completeness: .sampled(
                        reason: "the index knows only chunks that were written out, and counts them by parts"))
                return .done([evidence])
            } catch { return .done([], [error.diagnostic("index statistics", outcome)]) }
        }
    }
}
