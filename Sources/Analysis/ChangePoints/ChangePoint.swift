/// A place in a series at which its level, its slope or its spread changed for good (until the next one).
public struct ChangePoint: Sendable, Hashable {
    /// What changed most.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The level jumped.
        case level
        /// The series goes on from where it was, in another direction.
        case slope
        /// The level stayed, the values scatter more or less than before.
        case spread
    }

    /// The first sample of the new stretch: an index into the values that were given, above zero.
    public var index: Int
    /// Where that sample lies with 95 % confidence: indices, lower and upper bound included.
    public var interval: ClosedRange<Int>
    /// 0 to 1: one less the chance, over all places in the series, that noise of the series' own size and autocorrelation makes
    /// a change this strong.
    public var confidence: Double
    public var kind: Kind
    /// The fitted level just before and just after, in the series' unit, without its seasonal component. For ``Kind/spread``
    /// the mean absolute deviation from the fit before and after.
    public var before: Double
    public var after: Double
    /// The fitted slopes before and after, in units for each step; zero where a level without slope fits as well.
    public var slopeBefore: Double
    public var slopeAfter: Double
}
