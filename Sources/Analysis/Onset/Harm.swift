import Core

/// In which direction a metric gets worse, and how that is known.
///
/// What a signal measures says it for errors, latency, log lines and limits. For the rest a name is only a first guess, and
/// traffic has no bad direction of its own. There it is learned from what moved together: where the onset begins with a rise of
/// errors or latency of the same service, the direction in which it left its baseline is taken for the harmful one.
struct Harm: Hashable {
    enum Basis: String {
        /// What the signal measures.
        case kind
        /// It began together with errors or latency.
        case learned
        /// The name alone.
        case name
    }

    var direction: Onset.Direction
    var basis: Basis
    /// What it was learned from.
    var from: [EvidenceID] = []
    /// The title of that signal.
    var witness: String?

    /// What is known before anything happened.
    init?(of series: MetricSeries, baseline: Baseline?) {
        switch series.signal {
        case .errors, .latency, .logRate: self.init(.rise, .kind)
        case .limit: self.init(.fall, .kind)
        case .saturation: self.init(Harm.namesWhatIsLeft(series) ? .fall : .rise, .name)
        case .traffic, .other:
            guard Harm.namesSuccess(series) else { return nil }
            // A share of successes is nearly always near one: a name and values that agree are more than a name.
            let isShare = series.unit == .ratio || series.unit == .none
            let isNearOne = isShare && baseline.map { $0.median >= 0.9 && $0.median <= 1 } ?? false
            self.init(.fall, isNearOne ? .kind : .name)
        }
    }

    private init(_ direction: Onset.Direction, _ basis: Basis) {
        self.direction = direction
        self.basis = basis
    }

    private init(learnedFrom witness: SignalReading, _ direction: Onset.Direction) {
        self.init(direction, .learned)
        from = witness.evidence
        self.witness = witness.name
    }

    /// Learns from the other signals of the same service; what the kind says needs no learning.
    static func learned(for reading: SignalReading, among readings: [SignalReading]) -> Harm? {
        if let harm = reading.harm, harm.basis == .kind { return harm }
        guard let onset = reading.onset else { return reading.harm }
        let slack = 2 * reading.series.effectiveStep
        let near = onset.interval.widened(before: slack, after: slack)
        let witness = readings.first { other in
            guard other.service == reading.service, other.signal == .errors || other.signal == .latency else { return false }
            return other.onset.map { $0.direction == .rise && near.overlaps($0.interval) } ?? false
        }
        return witness.map { Harm(learnedFrom: $0, onset.direction) } ?? reading.harm
    }

    private static let left: Set<String> = ["free", "available", "remaining", "headroom", "idle", "unused"]
    private static let success: Set<String> = [
        "success", "successes", "successful", "succeeded", "availability", "uptime", "up", "healthy", "ready", "hit", "hits",
        "throughput", "processed", "completed", "delivered", "results",
    ]

    /// Does the name speak of what is left of a resource, and not of what is used?
    static func namesWhatIsLeft(_ series: MetricSeries) -> Bool { !left.isDisjoint(with: words(of: series)) }

    private static func namesSuccess(_ series: MetricSeries) -> Bool { !success.isDisjoint(with: words(of: series)) }

    private static func words(of series: MetricSeries) -> [String] {
        Words.plain(in: series.metric, limit: 200) + Words.plain(in: series.title, limit: 200)
    }
}
