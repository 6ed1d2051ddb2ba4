public import Core

/// What is normal for one series: a level that may follow the hour of the day, and how far values usually are from it.
///
/// Median and median absolute deviation, so that an earlier incident inside the week moves neither.
public struct Baseline: Sendable, Hashable {
    /// What the window is compared with.
    public enum Origin: String, Sendable, Hashable, Codable {
        /// The series over the time before the window.
        case before
        /// The start of the window itself, since nothing earlier was there.
        case startOfWindow
    }

    public var origin: Origin
    /// The median of all values, in the series' unit.
    public var median: Double
    /// The mean of all values: what a rate adds up to.
    public var mean: Double
    /// 1.4826 MAD of the values around their level.
    public var spread: Double
    /// How far the lowest and the highest 1 % are from the level: `lowTail` is zero or below, `highTail` zero or above.
    public var lowTail: Double
    public var highTail: Double
    /// The level at the middle of each hour of the day, UTC, where the week shows a daily rhythm.
    public var hourly: [Double]?
    /// How many values it was made from.
    public var count: Int
    /// The last instant that belongs to it.
    public var end: Instant
    public var signal: Signal
    public var unit: Unit
    /// Of a latency, the share of values that another one has too: quantiles of few requests repeat.
    var repetition = 0.0
    /// How often, how far and for how long it went out by itself.
    var rises = EpisodeHistory()
    var falls = EpisodeHistory()

    /// The baseline of a series of earlier time; `nil` when it has too few values.
    public init?(of series: MetricSeries, parameters: Parameters = Parameters()) {
        self.init(series.samples.filter { $0.value.isFinite }, of: series, origin: .before, parameters: parameters)
    }

    /// The start of the window in place of a baseline; `nil` when even that has too few values.
    public init?(startOf series: MetricSeries, parameters: Parameters = Parameters()) {
        let samples = series.samples.filter { $0.value.isFinite }.sorted { $0.time < $1.time }
        guard let first = samples.first, let last = samples.last else { return nil }
        let share = first.time.adding(seconds: last.time.seconds(since: first.time) * parameters.startOfWindowShare)
        let limit = max(share, Baseline.endOfFirstStretch(samples) ?? share)
        var modest = parameters
        modest.minimumBaselineSamples = min(5, parameters.minimumBaselineSamples)
        self.init(samples.filter { $0.time <= limit }, of: series, origin: .startOfWindow, parameters: modest)
    }

    /// A little before the level changes for the first time; `nil` where it does not.
    private static func endOfFirstStretch(_ samples: [MetricSeries.Sample]) -> Instant? {
        var detector = ChangePointDetector()
        detector.findsSpread = false
        var values = samples.map(\.value)[...]
        // A large change hides small ones before it: they show when it is cut off.
        for _ in 0..<4 {
            guard let change = detector.changePoints(in: Array(values)).first(where: { $0.confidence >= 0.99 }) else { break }
            values = values.prefix(change.interval.lowerBound)
        }
        guard values.count < samples.count else { return nil }
        let count = values.count - max(2, values.count / 20)
        return count > 0 ? samples[count - 1].time : nil
    }

    private init?(_ samples: [MetricSeries.Sample], of series: MetricSeries, origin: Origin, parameters: Parameters) {
        guard samples.count >= parameters.minimumBaselineSamples, let end = samples.map(\.time).max() else { return nil }
        let values = samples.map(\.value)
        let median = Statistics.median(values)
        let overall = Statistics.spread(values, around: median)
        self.origin = origin
        self.median = median
        self.mean = Statistics.mean(values)
        self.spread = overall
        self.lowTail = 0
        self.highTail = 0
        self.count = values.count
        self.end = end
        self.signal = series.signal
        self.unit = series.unit
        if origin == .before { self.hourly = Baseline.rhythm(of: samples, overall: overall, parameters: parameters) }
        let residuals = hourly == nil ? values.map { $0 - median } : samples.map { $0.value - level(at: $0.time) }
        if hourly != nil { self.spread = Statistics.spread(residuals, around: 0) }
        let sorted = residuals.sorted()
        // Few values have no 1 % tail of their own: take the extremes.
        let tail = sorted.count < 100 ? 0 : 0.01
        self.lowTail = min(0, Statistics.quantile(tail, ofSorted: sorted))
        self.highTail = max(0, Statistics.quantile(1 - tail, ofSorted: sorted))
        if signal == .latency { repetition = 1 - Double(Set(values).count) / Double(values.count) }
        var own = series
        own.samples = samples
        let ordered = own.orderedFiniteSamples
        for direction in [Onset.Direction.rise, .fall] {
            let scan = EpisodeScan(
                samples: ordered, step: own.effectiveStep, baseline: self, direction: direction, parameters: parameters,
                isHistory: true)
            let history = EpisodeHistory(scan.all(), samples: ordered, parameters: parameters)
            if direction == .rise { rises = history } else { falls = history }
        }
    }

    /// What would be normal at an instant, in the series' unit.
    public func level(at instant: Instant) -> Double {
        guard let hourly, hourly.count == 24 else { return median }
        let secondOfDay = Double(instant.secondOfDay)
        // Hourly levels stand at half past; between them the level is a straight line.
        let position = secondOfDay / 3600 - 0.5
        let lower = Int(position < 0 ? position - 1 : position)
        let share = position - Double(lower)
        return hourly[(lower + 24) % 24] * (1 - share) + hourly[(lower + 1) % 24] * share
    }

    /// How far from its level a value must be to be abnormal, in either direction, in the series' unit. Above zero.
    public func margin(_ direction: Onset.Direction, at instant: Instant, parameters: Parameters = Parameters()) -> Double {
        // The spread of few values is itself uncertain.
        let deviations = parameters.deviations * (1 + parameters.smallBaseline / Double(max(1, count)))
        let level = level(at: instant)
        let tail = parameters.tailFactor * (direction == .rise ? highTail : -lowTail)
        var usual = deviations * spread
        // What cannot be negative has only its level to fall.
        if direction == .fall, level > 0 {
            usual = min(usual, max(parameters.deepFall * level, parameters.deepFallDeviations * spread))
        }
        return max(usual, tail, parameters.minimumEffect(of: signal, unit: unit, level: level))
    }

    func history(_ direction: Onset.Direction) -> EpisodeHistory { direction == .rise ? rises : falls }

    /// The band of normal values at an instant, for charts. Ratios and rates do not go below zero.
    public func band(at instant: Instant, parameters: Parameters = Parameters()) -> ClosedRange<Double> {
        let level = level(at: instant)
        let low = level - margin(.fall, at: instant, parameters: parameters)
        let high = level + margin(.rise, at: instant, parameters: parameters)
        return (level >= 0 ? max(0, low) : low)...high
    }

    /// Hourly levels, where they explain enough of the spread to be worth more than one level for the whole day.
    private static func rhythm(of samples: [MetricSeries.Sample], overall: Double, parameters: Parameters) -> [Double]? {
        guard overall > 0, samples.count >= 24 * parameters.minimumSamplesPerHour else { return nil }
        var hours = [[Double]](repeating: [], count: 24)
        for sample in samples {
            hours[Int(sample.time.secondOfDay / 3600)].append(sample.value)
        }
        guard hours.allSatisfy({ $0.count >= parameters.minimumSamplesPerHour }) else { return nil }
        let levels = hours.map { Statistics.median($0) }
        var residuals: [Double] = []
        for (hour, values) in hours.enumerated() { residuals += values.map { $0 - levels[hour] } }
        return Statistics.spread(residuals, around: 0) <= parameters.rhythmResidualShare * overall ? levels : nil
    }
}
