/// A stretch of time, from `from` up to and including `to`.
public struct TimeWindow: Sendable, Hashable, Codable {
    public var from: Instant
    public var to: Instant

    /// A window whose ends are given the wrong way round is turned.
    public init(from: Instant, to: Instant) {
        self.from = min(from, to)
        self.to = max(from, to)
    }

    /// Length in seconds.
    public var seconds: Double { to.seconds(since: from) }

    public func contains(_ instant: Instant) -> Bool { from <= instant && instant <= to }

    public func overlaps(_ other: TimeWindow) -> Bool { from <= other.to && other.from <= to }

    /// The window with both ends moved out (or in, when negative) by seconds.
    public func widened(before: Double, after: Double) -> TimeWindow {
        TimeWindow(from: from.adding(seconds: -before), to: to.adding(seconds: after))
    }
}
