import Core

/// A metric query at one moment.
struct LokiMetricAt: Tool {
    let description = ToolDescription(
        name: "loki_metric_at",
        summary: "What a LogQL metric query says at one moment; counts are of the range before it.",
        input: Schema.object(
            [
                (
                    "query",
                    Schema.string("LogQL metric query, such as topk(5, sum by (pod) (count_over_time({app=\"a\"}[30m])))")
                ),
                ("at", Schema.time("The moment, cut to a whole second")),
            ], required: ["query", "at"]),
        routes: [.http(.get, LokiAPI.path("query"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let query = try LokiQuery(try input.string("query"))
        guard !query.selectsLines else { throw InputError("query", "is a log query; use loki_query_range") }
        let moment = Instant(seconds: try input.time("at").wholeSeconds)
        let reader = LokiMetricReader(
            query: query, window: TimeWindow(from: moment.adding(seconds: -(query.widestRange ?? 0)), to: moment),
            start: moment, end: moment, step: Int64(query.widestRange ?? 0), isInstant: true)
        return OneRound([.http(reader.call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            let reading = reader.read(outcome)
            return .done(reading.evidence, reading.diagnostics)
        }
    }
}
