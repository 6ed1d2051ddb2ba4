import Core

/// A TraceQL metrics query over time.
struct TempoMetricsRange: Tool {
    let description = ToolDescription(
        name: "tempo_metrics_range",
        summary:
            "Series made from spans by a TraceQL metrics query. A sample stamps the end of its step. Buckets without spans "
            + "are 0 for rates and counts, and absent for quantiles.",
        input: Schema.object(
            [
                (
                    "query",
                    Schema.string("TraceQL metrics query, such as { status = error } | rate() by (resource.service.name)")
                ),
                ("from", Schema.time("Start of the window, rounded down to a whole step")),
                ("to", Schema.time("End of the window, rounded up; no more than 24 hours after 'from'")),
                ("step", Schema.integer("Seconds between samples; when left out, 60 or what gives at most 1,500 samples")),
                (
                    "exemplars",
                    Schema.integer("Most examples of traces to ask for, 0 to 100; the server's default when left out")
                ),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, ["api", "metrics", "query_range"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let (query, function) = try TempoMetricReader.Function.reading(input)
        let window = try TempoAPI.window(input, longest: TempoAPI.longestMetrics, what: "metrics")
        let step = Int64(try input.integer("step", in: 1...86_400, default: Int(window.countingStep)))
        let grid = window.outward(toStep: step)
        guard grid.seconds <= TempoAPI.longestMetrics else {
            throw InputError("to", "with whole steps of \(step) s the window is longer than 24 hours, which Tempo refuses")
        }
        guard Int64(grid.seconds) / step < TempoMetricReader.mostSamples else {
            throw InputError("step", "gives more than 11,000 samples; ask for a longer step")
        }
        return TempoMetricsAnswer.asking(
            TempoMetricReader(
                query: query, function: function, window: window, step: step,
                exemplars: try input.optionalInteger("exemplars", in: 0...100)))
    }
}

/// A TraceQL metrics query over a window as a whole.
struct TempoMetricsInstant: Tool {
    let description = ToolDescription(
        name: "tempo_metrics_instant", summary: "One value for each series of a TraceQL metrics query, over a whole window.",
        input: Schema.object(
            [
                ("query", Schema.string("TraceQL metrics query, such as { status = error } | count_over_time() by (name)")),
                ("from", Schema.time("Start of the window, rounded down to a second")),
                ("to", Schema.time("End of the window, rounded up; no more than 24 hours after 'from'")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, ["api", "metrics", "query"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let (query, function) = try TempoMetricReader.Function.reading(input)
        let window = try TempoAPI.window(input, longest: TempoAPI.longestMetrics, what: "metrics")
        return TempoMetricsAnswer.asking(TempoMetricReader(query: query, function: function, window: window))
    }
}

/// What both tools make of their answer.
enum TempoMetricsAnswer {
    static func asking(_ reader: TempoMetricReader) -> any Conversation {
        OneRound([.http(reader.call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            let reading = reader.read(outcome)
            guard let series = reading.series else { return .done([], reading.diagnostics) }
            var diagnostics = reading.diagnostics
            if let first = reading.exemplars.first {
                let text = "\(reader.what): \(reading.exemplars.count) traces are given as examples, such as \(first)"
                diagnostics.append(Diagnostic(.note, text, exchange: outcome.key))
            }
            guard !series.isEmpty else {
                let nothing = Observation.nothing("no span is counted by \(reader.query)")
                return .done([reader.evidence(nothing, reading, outcome)], diagnostics)
            }
            return .done(
                series.map { reader.evidence(.metric(reader.metric($0)), reading, outcome) }, diagnostics)
        }
    }
}
