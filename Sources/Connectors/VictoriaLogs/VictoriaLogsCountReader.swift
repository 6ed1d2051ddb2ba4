import Core

/// A question to `hits`, and what its answer becomes: series of counts, by the values of fields where it names some. A bucket
/// without lines has no sample.
struct VictoriaLogsCountReader: Sendable {
    var query: String
    var window: TimeWindow
    /// Seconds; a sample's time is the *start* of its bucket.
    var step: Int64
    var title = "count of log lines"
    var fields: [String] = []
    var isBaseline = false

    /// More series than this are left out.
    static let mostSeries = 100

    struct Reading: Sendable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        /// All lines counted; `nil` when the call failed.
        var total: Double?
    }

    var call: HTTPCall {
        VictoriaLogsAPI.buckets("hits", query, window, step: step, fields.map { .init("field", $0) })
    }

    private var what: String { title + (isBaseline ? " in the baseline" : "") }

    /// - Parameter absence: what it is worth when there is none.
    func read(_ outcome: Outcome, service: String? = nil, absence: Completeness = VictoriaLogsPlan.unproven) -> Reading {
        let hits: JSONArray
        do throws(ReadingError) {
            guard let found = try VictoriaLogsAnswer.document(outcome)["hits"]?.array else {
                throw ReadingError(.failed, "answered without a list of hits")
            }
            hits = found
        } catch {
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        var malformed = 0
        let series = hits.map { VictoriaLogsCountReader.series($0, &malformed) }
            .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
        var reading = Reading(total: 0)
        var completeness = Completeness.complete
        func partial(_ text: String, _ value: Completeness) {
            completeness = value
            reading.diagnostics.append(Diagnostic(.partial, "\(what): \(text)", exchange: outcome.key))
        }
        if series.count > VictoriaLogsCountReader.mostSeries {
            let text = "\(VictoriaLogsCountReader.mostSeries) of \(series.count) series were kept"
            partial(text, .cutOff(reason: text))
        }
        if malformed > 0 {
            partial("\(malformed) counts could not be read", .failed(reason: "\(malformed) counts could not be read"))
        }
        for (_, labels, samples) in series.prefix(VictoriaLogsCountReader.mostSeries) where !samples.isEmpty {
            reading.total = (reading.total ?? 0) + samples.reduce(0) { $0 + $1.value }
            reading.evidence.append(
                evidence(.metric(metric(labels, samples)), outcome, service: service, completeness: completeness))
        }
        if reading.evidence.isEmpty, completeness == .complete {
            reading.evidence = [
                evidence(.nothing("no log line is counted by \(query)"), outcome, service: service, completeness: absence)
            ]
        }
        return reading
    }

    private func evidence(
        _ observation: Observation, _ outcome: Outcome, service: String?, completeness: Completeness
    ) -> Evidence {
        Evidence(
            observation, from: [outcome.key], service: service, window: window, query: query, link: call.target,
            completeness: completeness)
    }

    private func metric(_ labels: [String: String], _ samples: [MetricSeries.Sample]) -> MetricSeries {
        var title = title
        if !fields.isEmpty {
            let values = fields.compactMap { labels[$0] }
            title += values.isEmpty ? " without \(fields.joined(separator: ", "))" : " at \(values.joined(separator: ", "))"
        }
        return MetricSeries(
            title: title, signal: .logRate, unit: .count, metric: "hits", labels: labels, step: Double(step),
            mark: .bucketStart(width: Double(step)), isBaseline: isBaseline, samples: samples)
    }

    private static func series(
        _ element: JSONValue, _ malformed: inout Int
    ) -> (text: String, labels: [String: String], samples: [MetricSeries.Sample]) {
        let labels = LogEntry.labels(element["fields"]).filter { !$0.value.isEmpty }
        let times = element["timestamps"]?.array ?? []
        let values = element["values"]?.array ?? []
        if times.count != values.count || element["fields"] == nil { malformed += 1 }
        var samples: [MetricSeries.Sample] = []
        for (time, value) in zip(times, values) {
            guard let instant = time.string.flatMap({ Instant(rfc3339: $0) }), let number = value.double, number.isFinite else {
                malformed += 1
                continue
            }
            samples.append(.init(instant, number))
        }
        samples.sort { $0.time < $1.time }
        if let total = element["total"]?.double, total != samples.reduce(0, { $0 + $1.value }) { malformed += 1 }
        return (LogEntry.text(of: labels), labels, samples)
    }
}
