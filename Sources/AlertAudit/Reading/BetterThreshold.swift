import Core

/// The threshold nearest to normal that is a round number (1, 2 or 5 times a power of ten), lies beyond everything sampled in
/// the baseline, and was crossed. Nothing is assumed between samples.
struct BetterThreshold: Sendable {
    var value: Double
    /// The highest, or for a falling signal the lowest, value of the baseline.
    var baselineExtreme: Double
    /// The first sample beyond the value.
    var crossing: Instant
    /// The last sample of the stretch that begins there.
    private var heldUntil: Instant

    /// `nil` without a baseline, or when no round number lies between it and the extreme.
    init?(_ signal: MovedSignal, _ condition: Condition) {
        let before = (signal.baseline?.samples ?? []).map(\.value).filter(\.isFinite)
        let during = signal.series.samples.filter { $0.value.isFinite }
        guard let edge = condition.isUpward ? before.max() : before.min(),
            let extreme = signal.extreme(condition.comparison)?.value,
            let value = BetterThreshold.round(between: edge, and: extreme)
        else { return nil }
        let isBeyond = { (sample: MetricSeries.Sample) in condition.isUpward ? sample.value > value : sample.value < value }
        guard
            let start = during.firstIndex(where: { $0.time >= signal.onset && isBeyond($0) })
                ?? during.firstIndex(where: isBeyond)
        else { return nil }
        self.value = value
        baselineExtreme = edge
        crossing = during[start].time
        heldUntil = during[start...].prefix(while: isBeyond).last?.time ?? during[start].time
    }

    /// When a rule with this threshold would have fired; `nil` when the stretch did not last.
    func fires(holding seconds: Double) -> Instant? {
        guard seconds.isFinite, seconds < 1e8 else { return nil }
        let time = crossing.adding(seconds: seconds)
        return time <= heldUntil ? time : nil
    }

    /// The round number strictly between two values of one sign that is nearest to the first.
    static func round(between edge: Double, and extreme: Double) -> Double? {
        guard edge.isFinite, extreme.isFinite, edge >= 0, extreme >= 0, edge != extreme else { return nil }
        var candidates: [Double] = []
        for exponent in -9...15 {
            var power = 1.0
            for _ in 0..<abs(exponent) { power *= 10 }
            for digit in [1.0, 2, 5] { candidates.append(exponent < 0 ? digit / power : digit * power) }
        }
        return edge < extreme
            ? candidates.first { $0 > edge && $0 < extreme } : candidates.last { $0 < edge && $0 > extreme }
    }
}
