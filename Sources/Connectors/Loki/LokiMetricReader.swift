import Core

/// A metric query and what its answer becomes.
struct LokiMetricReader: Sendable {
    var query: LokiQuery
    /// What was asked for, as evidence shows it.
    var window: TimeWindow
    /// The first and the last evaluation time; whole seconds.
    var start: Instant
    var end: Instant
    /// Seconds between evaluations.
    var step: Int64
    /// For people, such as "log lines of checkout".
    var title: String?
    var isBaseline = false
    /// The series are told apart by severity, which their titles name.
    var bySeverity = false
    /// One value at ``end`` instead of a series.
    var isInstant = false

    /// More series than this are left out.
    static let mostSeries = 100
    /// A server refuses more points than this for a series.
    static let mostPoints: Int64 = 11_000

    var call: HTTPCall {
        isInstant
            ? LokiAPI.metric(query.text, at: end) : LokiAPI.metric(query.text, start: start, end: end, step: step)
    }

    struct Reading: Sendable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        /// The sum of all samples; `nil` when the call failed.
        var total: Double?
    }

    /// `existsElsewhere`: another answer shows that the selector has lines in this window.
    func read(_ outcome: Outcome, service: String? = nil, existsElsewhere: Bool = false) -> Reading {
        let what = (title ?? "log counts") + (isBaseline ? " in the baseline" : "")
        let answer: LokiAnswer
        do throws(ReadingError) {
            answer = try LokiAnswer(outcome)
            guard !answer.isStreams else { throw ReadingError(.failed, "answered a metric query with log lines") }
        } catch {
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        var reading = Reading(total: 0)
        func partial(_ text: String) {
            reading.diagnostics.append(Diagnostic(.partial, "\(what): \(text)", exchange: outcome.key))
        }
        for warning in answer.warnings { partial("Loki warns: \(warning.prefix(200))") }
        var completeness = Completeness.complete
        if answer.malformed > 0 {
            completeness = .failed(reason: "\(answer.malformed) samples could not be read")
            partial("\(answer.malformed) samples could not be read")
        }
        if answer.series.count > LokiMetricReader.mostSeries {
            completeness = .cutOff(
                reason: "\(LokiMetricReader.mostSeries) of \(answer.series.count) series were kept; aggregate with sum by (…)")
            partial("\(LokiMetricReader.mostSeries) of \(answer.series.count) series were kept")
        }
        let sorted = answer.series.map { (text: LogEntry.text(of: $0.labels), series: $0) }
            .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
        for (text, series) in sorted.prefix(LokiMetricReader.mostSeries) {
            reading.total = (reading.total ?? 0) + series.samples.reduce(0) { $0 + ($1.value.isFinite ? $1.value : 0) }
            reading.evidence.append(
                evidence(.metric(metric(series, text)), outcome, service: service, completeness: completeness))
        }
        if answer.series.isEmpty, answer.malformed == 0 {
            let lookedAt = existsElsewhere || (answer.linesProcessed ?? 0) > 0
            reading.evidence.append(
                evidence(
                    .nothing("no log line is counted by \(query.text)"), outcome, service: service,
                    completeness: lookedAt ? .noneThere : .sampled(reason: LokiLogReader.nothingLookedAt)))
        }
        return reading
    }

    private func evidence(
        _ observation: Observation, _ outcome: Outcome, service: String?, completeness: Completeness
    ) -> Evidence {
        Evidence(
            observation, from: [outcome.key], service: service, window: window, query: query.text, link: call.target,
            completeness: completeness)
    }

    private func metric(_ series: LogSamples, _ labels: String) -> MetricSeries {
        let kind = self.kind
        let severity = bySeverity ? " at " + (LogSeverity.of(labels: series.labels) ?? "no severity") : ""
        let name = title.map { $0 + severity } ?? (series.labels.isEmpty ? kind.function : "\(kind.function) \(labels)")
        return MetricSeries(
            title: name, signal: kind.signal, unit: kind.unit, metric: kind.function, labels: series.labels,
            step: Double(step), mark: query.widestRange.map { .bucketEnd(width: $0) } ?? .instant, isBaseline: isBaseline,
            samples: series.samples)
    }

    /// What the first range function of the query counts.
    private var kind: (function: String, signal: Signal, unit: Unit) {
        let text = query.text
        func has(_ name: String) -> Bool { text.range(ofText: name) != nil }
        if has("| unwrap ") || has("|unwrap ") { return ("unwrapped", .other, .none) }
        if has("bytes_over_time") { return ("bytes_over_time", .logRate, .bytes) }
        if has("bytes_rate") { return ("bytes_rate", .logRate, .none) }
        // A quotient of rates has no unit that the text alone would tell.
        if has(") / ") || has(")/") { return ("quotient", .logRate, .none) }
        if has("count_over_time") { return ("count_over_time", .logRate, .count) }
        if has("rate(") || has("rate (") { return ("rate", .logRate, .perSecond) }
        return ("logs", .logRate, .none)
    }
}
