import Core

extension Stamp {
    /// The time by our clock, as far as the source's offset was measured.
    var corrected: Instant { time.adding(seconds: -(clockOffset ?? 0)) }
}
