/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// An `Instant` carries no precision and no meaning of its own; a ``Stamp`` says what it stamps.
public struct Instant: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Whole seconds since the epoch.
    public init(seconds: Int64) { self.nanoseconds = seconds &* 1_000_000_000 }

    /// Fractional seconds since the epoch, rounded to microseconds: a double holds no more at today's dates.
    /// Values outside the years 1678 to 2262, and NaN, are clamped to the epoch.
    public init(fractionalSeconds: Double) {
        let microseconds = (fractionalSeconds * 1e6).rounded()
        guard microseconds.isFinite, abs(microseconds) < 9.2e15 else {
            self.nanoseconds = 0
            return
        }
        self.nanoseconds = Int64(microseconds) * 1000
    }

    public init(milliseconds: Int64) { self.nanoseconds = milliseconds &* 1_000_000 }

    /// Seconds since the epoch, as a double.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// Seconds since the epoch, rounded down.
    public var wholeSeconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000_000) }

    /// Whole seconds since midnight UTC.
    public var secondOfDay: Int64 { wholeSeconds - wholeSeconds.flooredDivision(by: 86_400) * 86_400 }

    public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Seconds from `other` to this instant; negative when this one is earlier.
    public func seconds(since other: Instant) -> Double { Double(nanoseconds &- other.nanoseconds) / 1e9 }

    /// This instant, moved by a number of seconds; by none when that is no number or more than 292 years.
    public func adding(seconds: Double) -> Instant {
        let distance = (seconds * 1e9).rounded()
        guard distance.isFinite, abs(distance) < 9.2e18 else { return self }
        return Instant(nanoseconds: nanoseconds &+ Int64(distance))
    }

    /// This instant moved back onto a grid of `step` seconds counted from the epoch.
    public func floored(toStep step: Int64) -> Instant {
        Instant(seconds: wholeSeconds.flooredDivision(by: step) * step)
    }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return (self % divisor != 0 && (self < 0) != (divisor < 0)) ? quotient - 1 : quotient
    }
}
