import Analysis
import Core
import PromQL

/// A signal that left its baseline, with the samples that show it.
struct MovedSignal: Sendable {
    var service: String
    var series: MetricSeries
    /// The series over the time before, where it was read.
    var baseline: MetricSeries?
    var onset: Instant
    /// The median before, in the series' unit.
    var usual: Double?
    /// The finding that states the onset, and what it cites.
    var evidence: [EvidenceID]
    var isRise: Bool
    /// How the series was computed, where its query says.
    var measurement: Measurement
    /// Seconds over which its rates are taken, where its query says.
    var range: Double?
    /// Whether another service has series of the same metric.
    var isShared: Bool
    /// Labels that all of its series carry.
    var labels: [String: String]

    /// `the p99 latency of payment-gateway`, or the metric's name with its service.
    var name: String {
        let title = ValueText.quotation(series.title, limit: 80)
        let name = title.contains(" ") && !title.hasPrefix("the ") ? "the " + title : title
        return service.isEmpty || title.contains(service) ? name : "\(name) of \(service)"
    }

    /// The most extreme sample in the direction of `comparison`, the earliest of equals.
    func extreme(_ comparison: BinaryOperator) -> MetricSeries.Sample? {
        let isUpward = comparison == .greater || comparison == .greaterOrEqual
        return series.samples.filter { $0.value.isFinite }.reduce(nil) { best, sample in
            guard let best else { return sample }
            return (isUpward ? sample.value > best.value : sample.value < best.value) ? sample : best
        }
    }

    /// Names of the metrics that the series may stand for: those of a histogram or summary are its base name's.
    func isOf(metric name: String) -> Bool {
        if name == series.metric { return true }
        guard name.hasPrefix(series.metric) else {
            // A series may also be named by its histogram's buckets.
            return ["_bucket", "_sum", "_count"].contains { series.metric == name + $0 }
        }
        let suffix = name.dropFirst(series.metric.count)
        guard ["_bucket", "_sum", "_count", "_total"].contains(suffix) else { return false }
        // How many there were says nothing about how long they took.
        return !(suffix == "_count" && series.signal == .latency)
    }
}

extension MovedSignal {
    /// The signals that the assessment's onsets are about, in its order; each metric of a service once.
    static func all(in caseFile: CaseFile, _ assessment: Assessment) -> [MovedSignal] {
        var byID: [EvidenceID: Evidence] = [:]
        var owners: [String: Set<String>] = [:]
        for evidence in caseFile.evidence {
            byID[evidence.id] = evidence
            guard case .metric(let series) = evidence.observation, let service = evidence.service else { continue }
            owners[series.metric, default: []].insert(service)
        }
        var seen: Set<[String]> = []
        return assessment.findings.filter { $0.kind == .onset }.compactMap { finding in
            guard var signal = MovedSignal(finding, finding.evidence.compactMap { byID[$0] }, caseFile.scope.window) else {
                return nil
            }
            signal.isShared = owners[signal.series.metric, default: []].contains { $0 != signal.service }
            let key = [signal.service, signal.series.metric, signal.series.signal.rawValue, signal.series.title]
            return seen.insert(key).inserted ? signal : nil
        }
    }

    private init?(_ finding: Finding, _ evidence: [Evidence], _ window: TimeWindow) {
        var current: MetricSeries?
        var before: MetricSeries?
        var source: Evidence?
        for item in evidence {
            guard case .metric(let series) = item.observation else { continue }
            if series.isBaseline {
                if before == nil { before = series } else { before?.samples += series.samples }
            } else if current == nil {
                current = series
                source = item
            } else {
                current?.samples += series.samples
            }
        }
        guard var series = current, let source, series.signal != .limit else { return nil }
        series.samples = series.samples.filter { window.contains($0.time) }.sorted { ($0.time, $0.value) < ($1.time, $1.value) }
        guard let onset = finding.facts["onset"]?.time ?? finding.time else { return nil }
        service = finding.service ?? source.service ?? ""
        baseline = before
        isShared = false
        self.onset = onset
        self.evidence = finding.evidence
        usual = finding.facts["baselineMedian"]?.number
        isRise = finding.facts["direction"]?.text != "fall"
        let query = source.query.flatMap { try? PromQLParser.parse($0) }
        measurement = query.map(Measurement.init(of:)) ?? Measurement(assumedFor: series)
        range = query?.range
        labels = series.labels
        for (name, value) in MovedSignal.commonLabels(query) { labels[name] = value }
        self.series = series
    }

    /// The labels that every selector of a query asks for by value.
    private static func commonLabels(_ query: Expression?) -> [String: String] {
        var common: [String: String]?
        for selector in query?.selectors ?? [] {
            var labels: [String: String] = [:]
            for matcher in selector.matchers where matcher.operation == .equal { labels[matcher.name] = matcher.value }
            common = common.map { $0.filter { labels[$0.key] == $0.value } } ?? labels
        }
        return common ?? [:]
    }
}
