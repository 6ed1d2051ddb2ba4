import Core

/// What a query's `stats` pipe computes, over the whole window or in each bucket of it.
struct VictoriaLogsStats: Tool {
    let isRange: Bool
    let description: ToolDescription

    init(isRange: Bool) {
        self.isRange = isRange
        var members = [
            ("query", Schema.string("LogsQL that ends in a stats pipe: level:=\"error\" | stats by (app) count() errors")),
            ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
        ]
        if isRange {
            members.append(
                ("step", Schema.integer("Seconds in a bucket; when left out, 60 or what gives at most 1,500 buckets")))
        }
        let endpoint = isRange ? "stats_query_range" : "stats_query"
        description = ToolDescription(
            name: isRange ? "victorialogs_stats_range" : "victorialogs_stats",
            summary: isRange
                ? "What a stats pipe computes in each bucket of a window; a sample's time is the start of its bucket."
                : "What a stats pipe computes over a whole window.",
            input: Schema.object(members, required: ["query", "from", "to"]),
            routes: [.http(.get, VictoriaLogsAPI.path(endpoint))])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let query = try input.string("query")
        guard try LogsQLScan(query, field: "query").pipes.contains("stats") else {
            throw InputError("query", "has no stats pipe, such as | stats by (app) count() errors")
        }
        let window = try input.window(days: 30)
        let step = isRange ? try VictoriaLogsStats.step(input, window) : 0
        let reading = Reading(query: query, window: window, step: isRange ? step : nil)
        return OneRound([.http(reading.call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            return reading.read(outcome)
        }
    }

    static func step(_ input: Input, _ window: TimeWindow) throws(InputError) -> Int64 {
        let step = Int64(try input.integer("step", in: 1...2_592_000, default: Int(window.countingStep)))
        guard Int64(window.seconds) / step < 11_000 else {
            throw InputError("step", "gives more than 11,000 buckets; ask for a longer step")
        }
        return step
    }

    private struct Reading: Sendable {
        var query: String
        var window: TimeWindow
        /// `nil` for one value over the window.
        var step: Int64?

        var call: HTTPCall {
            guard let step else {
                return VictoriaLogsAPI.get(
                    "stats_query", query, window, [.init("time", window.to.rfc3339(.nanoseconds))])
            }
            return VictoriaLogsAPI.buckets("stats_query_range", query, window, step: step)
        }

        func read(_ outcome: Outcome) -> Step {
            let elements: JSONArray
            do throws(ReadingError) {
                guard let result = try VictoriaLogsAnswer.document(outcome)["data"]?["result"]?.array else {
                    throw ReadingError(.failed, "answered without a result")
                }
                elements = result
            } catch { return .done([], [error.diagnostic("log statistics", outcome)]) }
            let series = elements.map { LogSamples($0) }.map { (text: LogEntry.text(of: $0.labels), samples: $0) }
                .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
            var diagnostics: [Diagnostic] = []
            var completeness = Completeness.complete
            let malformed = series.reduce(0) { $0 + $1.samples.malformed }
            if series.count > VictoriaLogsCountReader.mostSeries {
                let text = "\(VictoriaLogsCountReader.mostSeries) of \(series.count) series were kept"
                completeness = .cutOff(reason: text)
                diagnostics.append(Diagnostic(.partial, "log statistics: \(text)", exchange: outcome.key))
            }
            if malformed > 0 {
                completeness = .failed(reason: "\(malformed) samples could not be read")
                diagnostics.append(
                    Diagnostic(.partial, "log statistics: \(malformed) samples could not be read", exchange: outcome.key))
            }
            func evidence(_ observation: Observation, _ completeness: Completeness) -> Evidence {
                Evidence(
                    observation, from: [outcome.key], window: window, query: query, link: call.target,
                    completeness: completeness)
            }
            let found = series.prefix(VictoriaLogsCountReader.mostSeries).filter { !$0.samples.samples.isEmpty }
            guard !found.isEmpty || completeness != .complete else {
                return .done([evidence(.nothing("no log line is counted by \(query)"), VictoriaLogsPlan.unproven)], diagnostics)
            }
            return .done(found.map { evidence(.metric(metric($0.samples)), completeness) }, diagnostics)
        }

        private func metric(_ series: LogSamples) -> MetricSeries {
            var labels = series.labels
            let name = labels.removeValue(forKey: "__name__") ?? "stats"
            // A query that computes nothing but a count gives counts; of any other the text does not tell the unit.
            let counts = query.range(ofText: "count(") != nil
            let others = ["quantile(", "avg(", "sum(", "max(", "min(", "median(", "rate("]
            let isCount = counts && !others.contains { query.range(ofText: $0) != nil }
            return MetricSeries(
                title: labels.isEmpty ? name : "\(name) \(LogEntry.text(of: labels))", signal: isCount ? .logRate : .other,
                unit: isCount ? .count : .none, metric: name, labels: labels, step: step.map(Double.init) ?? window.seconds,
                mark: step.map { .bucketStart(width: Double($0)) } ?? .bucketEnd(width: window.seconds),
                samples: series.samples)
        }
    }
}
