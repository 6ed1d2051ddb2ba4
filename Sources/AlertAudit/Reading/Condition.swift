import Core
import PromQL

/// A rule's threshold in the unit of a signal that it watches.
struct Condition: Sendable {
    /// `>`, `>=`, `<` or `<=`.
    var comparison: BinaryOperator
    var value: Double
    /// The comparison that the rule has it as; `nil` where it is not of an expression.
    private(set) var threshold: Threshold?
    /// From the signal's unit to the rule's: `scale` times the value plus `offset`.
    private var scale = 1.0
    private var offset = 0.0

    /// A threshold in the signal's unit as the rule would have it.
    func inRule(_ value: Double) -> Double {
        let result = value * scale + offset
        let digits = (result * 1e12).rounded() / 1e12
        return digits.isFinite && digits != 0 ? digits : result
    }

    var isUpward: Bool { comparison == .greater || comparison == .greaterOrEqual }

    func isBreached(by sample: Double) -> Bool { comparison.holds(sample, value) ?? false }

    init(comparison: BinaryOperator, value: Double) {
        self.comparison = comparison
        self.value = value
    }

    /// The threshold carried over from what the rule computes to what the series holds; `nil` when the two cannot be compared.
    init?(_ threshold: Threshold, measured rule: Measurement, as signal: MovedSignal) {
        let series = signal.measurement
        guard !threshold.isException, rule.scale != 0, series.scale != 0, threshold.value.isFinite, series.bounds(rule) else {
            return nil
        }
        switch threshold.comparison {
        case .greater, .greaterOrEqual, .less, .lessOrEqual: break
        default: return nil
        }
        self.threshold = threshold
        value = (threshold.value - rule.offset) / rule.scale * series.scale + series.offset
        scale = rule.scale / series.scale
        offset = rule.offset - series.offset * scale
        comparison = rule.scale * series.scale < 0 ? threshold.comparison.mirrored : threshold.comparison
        // A share of successes that is too low is a share of failures that is too high.
        if signal.series.signal == .errors, series.kind == .ratio, !isUpward, value >= 0.5, value <= 1 {
            value = 1 - value
            comparison = comparison.mirrored
            offset += scale
            scale = -scale
        }
        guard value.isFinite, isUpward == signal.isRise else { return nil }
        // What is above a lower quantile need not be below it: only upward comparisons are bounded.
        if case .quantile = series.kind, !isUpward { return nil }
        // Sums of floating point arithmetic: 1 - 0.99 is meant as 0.01.
        let digits = (value * 1e12).rounded() / 1e12
        if digits != 0 { value = digits }
    }

    /// The longest stretch of consecutive samples beyond the threshold.
    func longestBreach(in samples: [MetricSeries.Sample]) -> Breach? {
        var best: Breach?
        var run: Breach?
        var previous: Instant?
        for sample in samples where sample.value.isFinite {
            if isBreached(by: sample.value) {
                run = run ?? Breach(from: sample.time, to: sample.time, before: previous)
                run?.to = sample.time
            } else if var ended = run {
                ended.after = sample.time
                if ended.seconds >= best?.seconds ?? -1 { best = ended }
                run = nil
            }
            previous = sample.time
        }
        if let run, run.seconds >= best?.seconds ?? -1 { best = run }
        return best
    }

    struct Breach: Sendable, Hashable {
        /// The first and the last sample beyond the threshold.
        var from: Instant
        var to: Instant
        /// The samples around them that were not; `nil` at the window's edges.
        var before: Instant?
        var after: Instant?

        var seconds: Double { to.seconds(since: from) }
        /// The longest that it can have lasted between the samples.
        var atMost: Double? {
            guard let before, let after else { return nil }
            return after.seconds(since: before)
        }
    }
}
