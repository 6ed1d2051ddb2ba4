import Core

/// One signal of one service over the window, compared with its baseline.
struct SignalReading {
    enum State {
        case onset(Onset)
        /// Asked for, wholly answered, and it stayed inside its baseline.
        case steady
        /// It cannot be said; the text says why.
        case inconclusive(String)
    }

    var service: String
    var series: MetricSeries
    var baseline: Baseline?
    var windowEvidence: [EvidenceID]
    var baselineEvidence: [EvidenceID]
    var isComplete: Bool
    var state: State
    /// Where a latency fell well below its baseline instead of rising.
    var fall: Onset?
    /// In which direction it gets worse, where that is known, and how.
    var harm: Harm?
    /// The finding that states the onset or the steadiness, once it is made.
    var finding: FindingID?

    var signal: Signal { series.signal }
    var evidence: [EvidenceID] { windowEvidence + baselineEvidence }
    var onset: Onset? { if case .onset(let onset) = state { onset } else { nil } }
    var isSteady: Bool { if case .steady = state { true } else { false } }
    /// "p99 latency of checkout"
    var name: String {
        let title = ValueText.quotation(series.title, limit: 80)
        return title.contains(service) ? title : "\(title) of \(service)"
    }
    var sentenceName: String { name.asSentenceStart }
    var minimum: Double { series.samples.map(\.value).min() ?? .nan }
    var maximum: Double { series.samples.map(\.value).max() ?? .nan }

    /// A rise of latency or errors, or a fall of the share of successes: something that callers notice.
    var isSymptom: Bool {
        guard let onset else { return false }
        if signal == .latency || signal == .errors { return onset.direction == .rise }
        return (signal == .other || signal == .traffic) && harm?.basis == .kind && harm?.direction == onset.direction
    }
}

extension SignalReading {
    private struct Key: Hashable, Comparable {
        var service, signal, metric, title, labels: String

        init(_ service: String, _ series: MetricSeries) {
            self.service = service
            signal = series.signal.rawValue
            metric = series.metric
            title = series.title
            labels = series.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        }

        static func < (left: Key, right: Key) -> Bool {
            (left.service, left.signal, left.metric, left.title, left.labels)
                < (right.service, right.signal, right.metric, right.title, right.labels)
        }
    }

    private struct Collected {
        var series: MetricSeries
        var evidence: [EvidenceID]
        var isComplete: Bool
    }

    /// All signals of a case file, in the order in which they were asked for.
    static func all(in file: CaseFile, naming: ServiceNaming, parameters: Parameters) -> [SignalReading] {
        var windows: [Key: Collected] = [:]
        var baselines: [Key: Collected] = [:]
        var order: [Key] = []
        for evidence in file.evidence {
            guard case .metric(let series) = evidence.observation else { continue }
            let key = Key(naming.service(of: evidence) ?? "", series)
            if series.isBaseline {
                merge(evidence, series, key, into: &baselines)
            } else {
                if windows[key] == nil { order.append(key) }
                merge(evidence, series, key, into: &windows)
            }
        }
        var readings: [SignalReading] = []
        var before: [MetricSeries?] = []
        for key in order {
            guard let window = windows[key] else { continue }
            let baseline = baselines[key] ?? looseMatch(key, in: baselines)
            readings.append(reading(key.service, window, baseline, file, parameters))
            before.append(baseline?.series)
        }
        support(&readings, before, parameters)
        let alone = readings
        for index in readings.indices { readings[index].harm = Harm.learned(for: alone[index], among: alone) }
        return readings
    }

    /// What is too little for an onset by itself counts where another signal of the same service has one at the same time.
    private static func support(_ readings: inout [SignalReading], _ before: [MetricSeries?], _ parameters: Parameters) {
        let onsets = Dictionary(grouping: readings.filter { !$0.service.isEmpty }, by: \.service).mapValues {
            $0.compactMap(\.onset)
        }
        for index in readings.indices where readings[index].onset == nil && readings[index].baseline != nil {
            guard let known = onsets[readings[index].service],
                let found = Located.supported(
                    readings[index].series, before: before[index], by: known, parameters: parameters)
            else { continue }
            readings[index].state = .onset(found.onset)
            readings[index].baseline = found.baseline
        }
    }

    private static func merge(_ evidence: Evidence, _ series: MetricSeries, _ key: Key, into all: inout [Key: Collected]) {
        let isComplete = evidence.completeness == .complete
        guard var known = all[key] else {
            all[key] = Collected(series: series, evidence: [evidence.id], isComplete: isComplete)
            return
        }
        known.series.samples += series.samples
        known.evidence.append(evidence.id)
        known.isComplete = known.isComplete && isComplete
        all[key] = known
    }

    /// A baseline whose labels or title differ, when it is the only one of its service, signal and metric.
    private static func looseMatch(_ key: Key, in baselines: [Key: Collected]) -> Collected? {
        let alike = baselines.keys.filter {
            $0.service == key.service && $0.signal == key.signal && $0.metric == key.metric
        }
        return alike.count == 1 ? alike.first.flatMap { baselines[$0] } : nil
    }

    private static func reading(
        _ service: String, _ window: Collected, _ before: Collected?, _ file: CaseFile, _ parameters: Parameters
    ) -> SignalReading {
        var series = window.series
        series.samples = series.orderedFiniteSamples.filter { file.scope.window.contains($0.time) }
        let step = series.effectiveStep
        let found = Located(series, before: before?.series, parameters: parameters)
        let baseline =
            found?.baseline ?? before.flatMap { Baseline(of: $0.series, parameters: parameters) }
            ?? Baseline(startOf: series, parameters: parameters)
        let expected = file.scope.window.seconds / step
        let state: State
        if let onset = found?.onset {
            state = .onset(onset)
        } else if baseline == nil {
            state = .inconclusive("too few values")
        } else if !window.isComplete {
            state = .inconclusive("the answer was not complete")
        } else if Double(series.samples.count) < parameters.steadyCoverage * expected {
            state = .inconclusive("samples are missing")
        } else {
            state = .steady
        }
        return SignalReading(
            service: service, series: series, baseline: baseline, windowEvidence: window.evidence,
            baselineEvidence: before?.evidence ?? [], isComplete: window.isComplete, state: state,
            fall: baseline.flatMap { Onset.fall(of: series, baseline: $0, parameters: parameters) },
            harm: Harm(of: series, baseline: baseline))
    }
}
