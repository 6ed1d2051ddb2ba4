import Core

/// Bytes of logs by label, as the index estimates them.
struct LokiVolume: Tool {
    let isRange: Bool
    let description: ToolDescription

    init(isRange: Bool) {
        self.isRange = isRange
        var members = [
            ("query", Schema.string("Stream selector, such as {namespace=\"shop\"}")),
            ("labels", Schema.strings("Labels to add up by, at most 5; all of a stream's when left out")),
            ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
        ]
        if isRange {
            members.append(
                ("step", Schema.integer("Seconds in a bucket; when left out, 60 or what gives at most 1,500 buckets")))
        }
        description = ToolDescription(
            name: isRange ? "loki_volume_range" : "loki_volume",
            summary: "Bytes of logs by label" + (isRange ? " over time" : "")
                + ", an estimate; never proof that there were none.",
            input: Schema.object(members, required: ["query", "from", "to"]),
            routes: [.http(.get, LokiAPI.path("index", isRange ? "volume_range" : "volume"))])
    }

    static let completeness = Completeness.sampled(reason: "the index estimates volumes, and not of all data")

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let selector = try LokiQuery.selector(try input.string("query"), field: "query")
        let labels = try input.strings("labels")
        guard labels.count <= 5, labels.allSatisfy(LokiQuery.isLabelName) else {
            throw InputError("labels", "expected at most 5 names of labels")
        }
        let window = try input.window(days: 30)
        let step =
            isRange ? Int64(try input.integer("step", in: 1...2_592_000, default: Int(window.countingStep))) : nil
        if let step, Int64(window.seconds) / step >= LokiMetricReader.mostPoints {
            throw InputError("step", "gives more than 11,000 samples; ask for a longer step")
        }
        var call = LokiAPI.get(
            LokiAPI.path("index", isRange ? "volume_range" : "volume"), [.init("query", selector)], window: window)
        call.query.append(.init("limit", "100"))
        if let step { call.query.append(.init("step", shortDuration(step))) }
        if !labels.isEmpty { call.query.append(.init("targetLabels", labels.joined(separator: ","))) }
        return OneRound([.http(call)]) { [call] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                return LokiVolume.read(try LokiAnswer(outcome), outcome, selector, window, step, link: call.target)
            } catch {
                guard error.status == 404 else { return .done([], [error.diagnostic("volume of logs", outcome)]) }
                return .done(
                    [], [Diagnostic(.failed, "volume of logs: answered 404 (volumes are switched off)", exchange: outcome.key)])
            }
        }
    }

    private static func read(
        _ answer: LokiAnswer, _ outcome: Outcome, _ selector: String, _ window: TimeWindow, _ step: Int64?, link: String
    ) -> Step {
        guard !answer.isStreams else {
            return .done([], [Diagnostic(.failed, "volume of logs: answered with log lines", exchange: outcome.key)])
        }
        var diagnostics: [Diagnostic] = []
        if answer.malformed > 0 {
            let text = "volume of logs: \(answer.malformed) samples could not be read"
            diagnostics.append(Diagnostic(.partial, text, exchange: outcome.key))
        }
        if answer.series.isEmpty {
            let text = "volume of logs: the index has none for \(selector), which does not mean that there were no lines"
            diagnostics.append(Diagnostic(.partial, text, exchange: outcome.key))
        }
        let width = step.map(Double.init) ?? window.seconds
        let series = answer.series.map { (text: LogEntry.text(of: $0.labels), series: $0) }
            .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }.prefix(LokiMetricReader.mostSeries)
        let evidence = series.map { text, series in
            Evidence(
                .metric(
                    MetricSeries(
                        title: "bytes of logs \(text)", signal: .logRate, unit: .bytes, metric: "volume", labels: series.labels,
                        step: width, mark: .bucketEnd(width: width),
                        samples: series.samples.map { .init(bucketEnd($0.time), $0.value) })), from: [outcome.key],
                window: window, query: "volume of \(selector)", link: link, completeness: completeness)
        }
        return .done(Array(evidence), diagnostics)
    }

    /// Buckets but the last are stamped one millisecond before their end.
    static func bucketEnd(_ time: Instant) -> Instant {
        let next = Instant(nanoseconds: time.nanoseconds &+ 1_000_000)
        return next.nanoseconds % 1_000_000_000 == 0 ? next : time
    }
}
