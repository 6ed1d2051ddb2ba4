public import Core

/// The moment at which a signal left its baseline, and what it did then.
public struct Onset: Sendable, Hashable {
    public enum Direction: String, Sendable, Hashable, Codable { case rise, fall }

    /// When it began. For values that speak of the stretch before their time this is the earliest possible moment; for
    /// instants it is the first abnormal sample.
    public var time: Instant
    /// It began after `interval.from` and not after `interval.to`.
    public var interval: TimeWindow
    public var direction: Direction
    /// What would have been normal then, in the series' unit.
    public var expected: Double
    /// The value that an abnormal sample had to pass.
    public var threshold: Double
    public var firstValue: Double
    /// The most abnormal value and its time.
    public var peak: MetricSeries.Sample
    /// When the signal was back within its baseline and stayed there; `nil`: not while it was watched.
    public var recovery: Instant?
    /// The last abnormal sample.
    public var lastAbnormal: Instant
    public var comparedWith: Baseline.Origin
    /// The first sample of the window was abnormal already, so that it may have begun earlier.
    public var startsAtWindowEdge: Bool
    /// How many times further out the peak is than an abnormal sample has to be.
    public var magnitude: Double
    /// 0 to 1: one less the expected number of such episodes in a healthy window, times the confidence of the change point that
    /// leads to this one.
    public var confidence = 1.0

    /// It left its level slowly: the sample at which it began to is not yet abnormal.
    var firstSampleIsNormal: Bool { direction == .rise ? firstValue <= threshold : firstValue >= threshold }
    /// From the onset to the recovery, or to the last abnormal sample.
    public var episode: TimeWindow { TimeWindow(from: time, to: recovery ?? lastAbnormal) }
}

/// Finds onsets with one set of parameters.
public struct OnsetDetector: Sendable, Hashable {
    public var parameters: Parameters
    public init(parameters: Parameters = Parameters()) { self.parameters = parameters }

    /// The onset of the most severe episode in `series`, compared with `baseline`, or with the start of the window where that
    /// is `nil` or too short.
    public func locate(in series: MetricSeries, baseline: MetricSeries? = nil) -> Onset? {
        Onset.locate(in: series, baseline: baseline, parameters: parameters)
    }
}
