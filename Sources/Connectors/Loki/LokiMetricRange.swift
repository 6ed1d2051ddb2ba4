import Core

/// Counts and rates of log lines over time.
struct LokiMetricRange: Tool {
    let description = ToolDescription(
        name: "loki_metric_range",
        summary: "Samples of a LogQL metric query over a window. A series without lines at a time has no sample there, not 0.",
        input: Schema.object(
            [
                (
                    "query",
                    Schema.string("LogQL metric query, such as sum by (app) (count_over_time({namespace=\"shop\"}[1m]))")
                ),
                ("from", Schema.time("First evaluation time, rounded down to a whole step")),
                ("to", Schema.time("Last evaluation time, rounded up to a whole step; no more than 30 days after 'from'")),
                ("step", Schema.integer("Seconds between samples; when left out, 60 or what gives at most 1,500 samples")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, LokiAPI.path("query_range"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let query = try LokiQuery(try input.string("query"))
        guard !query.selectsLines else { throw InputError("query", "is a log query; use loki_query_range") }
        let window = try input.window(days: 30)
        let step = Int64(try input.integer("step", in: 1...2_592_000, default: Int(window.countingStep)))
        let grid = window.outward(toStep: step)
        guard Int64(grid.seconds) / step < LokiMetricReader.mostPoints else {
            throw InputError("step", "gives more than 11,000 samples, which Loki refuses; ask for a longer step")
        }
        return Asking(reader: LokiMetricReader(query: query, window: window, start: grid.from, end: grid.to, step: step))
    }

    private struct Asking: Conversation {
        let reader: LokiMetricReader

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else { return .calls([.http(reader.call)]) }
            let reading = reader.read(outcome)
            return .done(reading.evidence, reading.diagnostics)
        }
    }
}
