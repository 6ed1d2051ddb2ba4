import Core

extension Stamp {
    /// The time on our own clock: the source's, less its measured offset where that is a second or more.
    var corrected: Instant {
        guard let clockOffset, clockOffset.isFinite, abs(clockOffset) >= 1 else { return time }
        return time.adding(seconds: -clockOffset)
    }
}
