import Core

/// What a series usually was at a time of day: the 5 %, 50 % and 95 % quantiles of the baseline's samples within half an hour
/// of that time of day, or of all samples where fewer than ten are that near.
struct BaselineBand {
    struct Level {
        var low: Double
        var median: Double
        var high: Double
    }

    /// By time of day, twice around, so that a stretch over midnight is one range.
    private let byTimeOfDay: [(second: Double, value: Double)]
    private let overall: Level?

    init(_ samples: [MetricSeries.Sample]) {
        let finite = samples.filter(\.value.isFinite)
        let once = finite.map { (second: BaselineBand.timeOfDay($0.time), value: $0.value) }
        byTimeOfDay =
            (once.map { (second: $0.second - 86_400, value: $0.value) } + once
            + once.map { (second: $0.second + 86_400, value: $0.value) })
            .sorted { $0.second < $1.second }
        overall = BaselineBand.level(finite.map(\.value))
    }

    func level(at time: Instant) -> Level? {
        let middle = BaselineBand.timeOfDay(time)
        let from = firstIndex(notBefore: middle - 1800)
        let to = firstIndex(notBefore: middle + 1800.001)
        guard to - from >= 10 else { return overall }
        return BaselineBand.level(byTimeOfDay[from..<to].map(\.value))
    }

    private func firstIndex(notBefore second: Double) -> Int {
        var low = 0
        var high = byTimeOfDay.count
        while low < high {
            let middle = (low + high) / 2
            if byTimeOfDay[middle].second < second { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func level(_ values: [Double]) -> Level? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return Level(low: sorted.quantile(0.05), median: sorted.quantile(0.5), high: sorted.quantile(0.95))
    }

    private static func timeOfDay(_ time: Instant) -> Double {
        time.seconds - Double(time.floored(toStep: 86_400).wholeSeconds)
    }
}
