/// How finely a source gave a time.
public enum Precision: Int64, Sendable, Hashable, Codable, Comparable {
    case nanoseconds = 1
    case microseconds = 1_000
    case milliseconds = 1_000_000
    case seconds = 1_000_000_000
    case minutes = 60_000_000_000
    case days = 86_400_000_000_000

    /// The smallest difference that this precision can express.
    public var nanoseconds: Int64 { rawValue }

    public init(fractionDigits: Int) {
        switch fractionDigits {
        case ...0: self = .seconds
        case 1...3: self = .milliseconds
        case 4...6: self = .microseconds
        default: self = .nanoseconds
        }
    }

    /// Digits after the second that a printed time of this precision has.
    public var fractionDigits: Int {
        switch self {
        case .nanoseconds: 9
        case .microseconds: 6
        case .milliseconds: 3
        default: 0
        }
    }

    public static func < (left: Precision, right: Precision) -> Bool { left.rawValue < right.rawValue }
}

/// A time as a source gave it, with what it stamps.
///
/// The same five minutes of errors are 14:20 to a system that stamps the start of its buckets and 14:25 to one that stamps
/// their end; code that compares times from two systems compares ``covered`` windows, not the bare numbers.
public struct Stamp: Sendable, Hashable, Codable {
    /// What the time marks.
    public enum Mark: Sendable, Hashable, Codable {
        /// The moment itself.
        case instant
        /// The start of a bucket that is `width` seconds wide.
        case bucketStart(width: Double)
        /// The end of a bucket that is `width` seconds wide, such as a Prometheus range vector's evaluation time.
        case bucketEnd(width: Double)
    }

    /// The time as the source gave it, before the clock offset is taken out.
    public var time: Instant
    public var mark: Mark
    public var precision: Precision
    /// Measured seconds by which the source's clock is ahead of ours; `nil` when it was not measured.
    public var clockOffset: Double?

    public init(_ time: Instant, mark: Mark = .instant, precision: Precision = .seconds, clockOffset: Double? = nil) {
        self.time = time
        self.mark = mark
        self.precision = precision
        self.clockOffset = clockOffset
    }

    /// Reads an RFC 3339 text as an instant, keeping the precision that it was written with.
    public init?(rfc3339 text: String) {
        guard let (instant, precision) = Instant.parse(rfc3339: text) else { return nil }
        self.init(instant, precision: precision)
    }

    /// The stretch of time that the stamped value speaks of. An instant covers no width.
    public var covered: TimeWindow {
        switch mark {
        case .instant: TimeWindow(from: time, to: time)
        case .bucketStart(let width): TimeWindow(from: time, to: time.adding(seconds: width))
        case .bucketEnd(let width): TimeWindow(from: time.adding(seconds: -width), to: time)
        }
    }

    /// The time as text, as precise as the source was.
    public var text: String { time.rfc3339(min(precision, .seconds)) }
}
