/// A pattern that repeats with a fixed period, where a series shows at least four whole periods of it.
struct SeasonalComponent {
    /// In samples.
    var period: Int
    /// What it adds to each sample of a period, zero on average; index 0 is the first sample's phase.
    var pattern: [Double]

    static let longestPeriod = 2048
    static let periods = 4
    /// Correlation of the differences with themselves a period later.
    static let correlation = 0.3
    /// Share of the variance around the trend that the pattern must explain: 1 - Var(rest) / Var(detrended), after Wang, Smith
    /// and Hyndman.
    static let strength = 0.4

    /// The component of evenly spaced values; `nil` when there is none.
    ///
    /// The period is the highest peak of the autocorrelation of differences, clipped at their 1 % tails; the pattern the median
    /// of each phase around a running mean over one period.
    init?(of values: [Double]) {
        guard let period = SeasonalComponent.period(of: values) else { return nil }
        let trend = SeasonalComponent.runningMean(values, width: period | 1)
        let rest = zip(values, trend).map { $0 - $1 }
        var phases = [[Double]](repeating: [], count: period)
        for (index, value) in rest.enumerated() { phases[index % period].append(value) }
        let medians = phases.map { Statistics.median($0) }
        let mean = Statistics.mean(medians)
        let pattern = medians.map { $0 - mean }
        let left = rest.enumerated().map { $0.element - pattern[$0.offset % period] }
        let before = SeasonalComponent.variance(rest)
        // The pattern itself takes as many degrees of freedom as it has phases.
        let after = SeasonalComponent.variance(left) * Double(values.count) / Double(values.count - period)
        guard before > 0, after <= (1 - SeasonalComponent.strength) * before else { return nil }
        self.period = period
        self.pattern = pattern
    }

    func removed(from values: [Double]) -> [Double] {
        values.enumerated().map { $0.element - pattern[$0.offset % period] }
    }

    /// Differences over about a sixth of the period show a smooth pattern as well as a spiky one, and a level shift only
    /// briefly.
    private static func period(of values: [Double]) -> Int? {
        let last = min(values.count / periods, longestPeriod)
        var best: (lag: Int, correlation: Double)?
        var distance = 1
        while 4 * distance <= last {
            let correlations = correlations(
                of: values, distance: distance, lags: 4 * distance - 1...min(8 * distance, last + 1))
            for index in correlations.indices.dropFirst().dropLast() {
                let here = correlations[index]
                // A multiple of the period correlates about as well as the period itself.
                guard here >= correlations[index - 1], here >= correlations[index + 1], here > 1.05 * (best?.correlation ?? 0),
                    here > max(correlation, 3 * (Double(distance) / Double(values.count)).squareRoot())
                else { continue }
                best = (4 * distance - 1 + index, here)
            }
            distance *= 2
        }
        return best?.lag
    }

    /// The correlation of the differences over `distance` values with themselves, for each lag.
    private static func correlations(of values: [Double], distance: Int, lags: ClosedRange<Int>) -> [Double] {
        var steps = zip(values.dropFirst(distance), values).map { $0 - $1 }
        let sorted = steps.sorted()
        let middle = Statistics.quantile(0.5, ofSorted: sorted)
        let low = Statistics.quantile(0.01, ofSorted: sorted) - middle
        let high = Statistics.quantile(0.99, ofSorted: sorted) - middle
        for index in steps.indices { steps[index] = min(max(steps[index] - middle, low), high) }
        let power = steps.reduce(0) { $0 + $1 * $1 }
        guard power > 0 else { return [] }
        return steps.withUnsafeBufferPointer { steps in
            lags.map { lag in
                guard lag < steps.count else { return 0 }
                var sum = 0.0
                for index in lag..<steps.count { sum += steps[index] * steps[index - lag] }
                return sum / power
            }
        }
    }

    private static func runningMean(_ values: [Double], width: Int) -> [Double] {
        var sums = [0.0]
        for value in values { sums.append((sums.last ?? 0) + value) }
        let half = width / 2
        return values.indices.map { index in
            let (from, to) = (max(0, index - half), min(values.count, index + half + 1))
            return (sums[to] - sums[from]) / Double(to - from)
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        let mean = Statistics.mean(values)
        return Statistics.mean(values.map { ($0 - mean) * ($0 - mean) })
    }
}
