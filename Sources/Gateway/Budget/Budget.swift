public import Core

/// What one investigation may spend.
public actor Budget {
    public struct Limits: Sendable, Hashable, Codable {
        public var calls: Int
        /// Bytes of replies, as they come.
        public var bytes: Int
        /// Seconds from the first call.
        public var seconds: Double

        public init(calls: Int = 2_000, bytes: Int = 256 << 20, seconds: Double = 180) {
            self.calls = calls
            self.bytes = bytes
            self.seconds = seconds
        }
    }

    private let limits: Limits
    private let deadline: Instant
    private var calls = 0
    private var bytes = 0

    /// The time runs from `start`.
    public init(_ limits: Limits, from start: Instant) {
        self.limits = limits
        deadline = start.adding(seconds: limits.seconds)
    }

    /// Counts one more call. A reason when that would be one too many.
    func spendCall(at now: Instant) -> String? {
        if calls >= limits.calls { return "the budget of \(limits.calls) calls was spent" }
        if bytes >= limits.bytes { return "the budget of \(limits.bytes) bytes was spent" }
        if now >= deadline { return "the budget of \(Int(limits.seconds)) s was spent" }
        calls += 1
        return nil
    }

    func spend(bytes count: Int) { bytes += count }

    /// Seconds left; 0 when there are none.
    func secondsLeft(at now: Instant) -> Double { max(0, deadline.seconds(since: now)) }
}
