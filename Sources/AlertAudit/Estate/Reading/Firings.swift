import Alerting
import Core

/// When a detector's alerts fired in the window, by what was back-tested or, where that was not, by what was recorded.
struct Firings: Sendable {
    struct One: Sendable {
        var labels: [String: String]
        var from: Instant
        /// `nil`: it went on beyond the window.
        var to: Instant?
    }

    /// By time.
    private(set) var all: [One]
    /// The stretch that they are known for.
    let window: TimeWindow
    /// Seconds between two moments that were looked at.
    let step: Double
    let evidence: [EvidenceID]

    /// `nil` where nothing is known of the rule's behaviour.
    init?(of detector: Detector, in estate: Estate) {
        let known = estate.detectors(named: detector.name).count
        let episodes = known == 1 ? estate.episodes.filter { $0.value.name == detector.name && $0.value.state != .pending } : []
        if let history = detector.history, history.gaps.isEmpty {
            all = history.stretches.compactMap { stretch in
                stretch.firingFrom.map { One(labels: stretch.labels, from: $0, to: stretch.to) }
            }
            window = history.window
            step = history.step
            evidence = history.evidence
        } else if !episodes.isEmpty {
            all = episodes.map { One(labels: $0.value.labels, from: $0.value.from.corrected, to: $0.value.to?.corrected) }
            window = estate.window
            step = 0
            evidence = episodes.prefix(20).map(\.id)
        } else {
            return nil
        }
        all.sort { ($0.from, $0.to ?? window.to) < ($1.from, $1.to ?? window.to) }
    }

    /// Seconds of the window in which anything fired.
    var seconds: Double {
        var total = 0.0
        var reached = window.from
        for one in all {
            let from = max(one.from, reached)
            let to = min(one.to ?? window.to, window.to)
            guard to > from else { continue }
            total += to.seconds(since: from)
            reached = to
        }
        return total
    }

    /// The firings of each label set.
    var byLabels: [[One]] { Dictionary(grouping: all) { $0.labels }.values.map { $0 } }

    /// A number that holds for 30 days, scaled to the window but not below `least`.
    func scaled(_ count: Int, least: Int) -> Int {
        let share = min(1, window.seconds / (30 * 86_400))
        guard share.isFinite, share > 0 else { return count }
        return max(least, Int((Double(min(max(count, 0), 1_000_000)) * share).rounded()))
    }
}
