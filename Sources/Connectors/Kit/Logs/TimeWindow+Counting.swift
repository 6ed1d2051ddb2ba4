import Core

extension TimeWindow {
    /// The smallest run of whole steps that holds the window: `from` rounded down, `to` rounded up.
    func outward(toStep step: Int64) -> TimeWindow {
        let end = to.floored(toStep: step)
        return TimeWindow(from: from.floored(toStep: step), to: end == to ? end : end.adding(seconds: Double(step)))
    }

    /// The window's end for a server that leaves the end out: one nanosecond later.
    var exclusiveEnd: Instant { Instant(nanoseconds: to.nanoseconds &+ 1) }

    /// Seconds between counts that give at most 1,500 over the window.
    var countingStep: Int64 {
        for step: Int64 in [60, 300, 900, 3600] where seconds / Double(step) <= 1500 { return step }
        return 21_600
    }
}

/// A number of seconds as `5m`, `1h` or `90s`.
func shortDuration(_ seconds: Int64) -> String {
    if seconds >= 3600, seconds % 3600 == 0 { return "\(seconds / 3600)h" }
    if seconds >= 60, seconds % 60 == 0 { return "\(seconds / 60)m" }
    return "\(seconds)s"
}
