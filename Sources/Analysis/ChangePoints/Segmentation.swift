/// The segmentation of a prepared series, with its penalty estimated from the series itself.
struct Segmentation {
    private let series: PreparedSeries
    private let partition: Partition
    let changes: [Int]
    /// What is left of each value after its stretch's fit.
    let residuals: [Double]
    /// The noise's variance, times (1 + r) / (1 - r) for a lag-1 autocorrelation of r: what a mean over n values has, times n.
    let longRunVariance: Double
    /// The residuals' lag-1 autocorrelation.
    let autocorrelation: Double

    /// Rounds of estimating noise from a segmentation and segmenting anew; usually three are enough.
    private static let rounds = 6

    init(of series: PreparedSeries, parameters: ChangePointDetector) {
        self.series = series
        let count = Double(series.values.count)
        let costs = SegmentCosts(series.values[...], at: series.positions[...])
        let least = parameters.relevantShare * count
        var penalty = least
        var seen: [[Int]] = []
        while true {
            let partition = Partition(
                series.values, at: series.positions, costs: costs, penalty: penalty, slopeShare: parameters.slopeShare)
            let changes = partition.changes()
            let residuals = Segmentation.residuals(partition, changes)
            let noise = Segmentation.noise(residuals, stretches: changes.count + 1, parameters.highestAutocorrelation)
            if seen.last == changes || seen.count + 1 == Segmentation.rounds {
                self.partition = partition
                self.changes = changes
                self.residuals = residuals
                self.longRunVariance = noise.longRunVariance
                self.autocorrelation = noise.autocorrelation
                return
            }
            seen.append(changes)
            penalty = max(least, parameters.noisePenalty * Exponential.log(count) * noise.longRunVariance)
        }
    }

    private static func residuals(_ partition: Partition, _ changes: [Int]) -> [Double] {
        let count = partition.values.count
        var residuals: [Double] = []
        residuals.reserveCapacity(count)
        for (from, to) in zip([0] + changes, changes + [count]) {
            let fit = partition.fit(from, to)
            for index in from..<to { residuals.append(partition.values[index] - fit.value(at: partition.positions[index])) }
        }
        return residuals
    }

    /// Each stretch takes three degrees of freedom (level, slope and place), and the autocorrelation of residuals of a fit is
    /// too low by (1 + 3 r) over the number of values for each (Kendall, 1954).
    private static func noise(
        _ residuals: [Double], stretches: Int, _ highest: Double
    ) -> (longRunVariance: Double, autocorrelation: Double) {
        let power = residuals.reduce(0) { $0 + $1 * $1 }
        guard power > 0 else { return (0, 0) }
        let count = Double(residuals.count)
        let shared = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let measured = shared / power
        let unbiased = measured + (1 + 3 * measured) * Double(stretches) / count
        let correlation = min(max(unbiased, 0), highest)
        let variance = power / max(1, count - 3 * Double(stretches))
        return (variance * (1 + correlation) / (1 - correlation), measured)
    }

    func points(scale: Double, offset: Double) -> [ChangePoint] {
        let bounds = [0] + changes + [series.values.count]
        return changes.indices.map { number in
            let (from, at, to) = (bounds[number], bounds[number + 1], bounds[number + 2])
            let (left, right) = (partition.fit(from, at), partition.fit(at, to))
            let local = SegmentCosts(series.values[from..<to], at: series.positions[from..<to])
            let before = left.value(at: series.positions[at - 1])
            let after = right.value(at: series.positions[at])
            // Halfway between the two samples, where a steep line that bends has not jumped.
            let middle = (series.positions[at - 1] + series.positions[at]) / 2
            let jump = abs(right.value(at: middle) - left.value(at: middle))
            let kind: ChangePoint.Kind =
                left.slope != right.slope && jump < noise(over: min(at - from, to - at)) ? .slope : .level
            return ChangePoint(
                index: at, interval: interval(local, from, at, to), confidence: confidence(local, from, at, to), kind: kind,
                before: before * scale + offset, after: after * scale + offset, slopeBefore: left.slope * scale,
                slopeAfter: right.slope * scale)
        }
    }

    /// Two standard errors of the difference between the ends of two lines through this many values each.
    private func noise(over count: Int) -> Double { 2 * (8 * longRunVariance / Double(max(1, count))).squareRoot() }

    /// All places whose sum of squares exceeds the best one's by less than 7.35 noise variances: the 95 % quantile of the
    /// likelihood ratio of a threshold's place (Hansen, Econometrica 68, 2000, table I).
    private func interval(_ costs: SegmentCosts, _ from: Int, _ at: Int, _ to: Int) -> ClosedRange<Int> {
        let limit = total(costs, from, at, to) + 7.35 * longRunVariance
        var (first, last) = (at, at)
        let (lowest, highest) = (from + Partition.shortest, to - Partition.shortest)
        while first > lowest, total(costs, from, first - 1, to) <= limit { first -= 1 }
        while last < highest, total(costs, from, last + 1, to) <= limit { last += 1 }
        return first...last
    }

    private func total(_ costs: SegmentCosts, _ from: Int, _ at: Int, _ to: Int) -> Double {
        costs.both(0, at - from).line + costs.both(at - from, to - from).line
    }

    /// One less the chance that any of the places would gain this much: the tail of a chi-squared with two degrees of freedom
    /// (level and slope), times the number of places.
    private func confidence(_ costs: SegmentCosts, _ from: Int, _ at: Int, _ to: Int) -> Double {
        guard longRunVariance > 0 else { return 1 }
        let gain = (costs.both(0, to - from).line - total(costs, from, at, to)) / longRunVariance
        return min(1, max(0, 1 - Double(series.values.count) * Exponential.exp(-gain / 2)))
    }
}
