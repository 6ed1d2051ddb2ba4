import Core

/// The day a scenario is staged on. All of a scenario's times are counted from its midnight.
struct ScenarioDay: Sendable, Hashable {
    /// Midnight, UTC.
    let midnight: Instant

    /// Reads `2026-11-20`.
    init?(_ text: String) {
        guard text.utf8.count == 10, let midnight = Instant(rfc3339: text + "T00:00:00Z") else { return nil }
        self.midnight = midnight
    }

    /// The last day whose 15:05 UTC lies before `now`.
    init(lastBefore now: Instant) {
        let end: Double = 15 * 3600 + 5 * 60
        midnight = now.adding(seconds: -end).floored(toStep: 86_400)
    }

    /// `2026-11-20`.
    var text: String { midnight.date }

    func instant(_ when: When) -> Instant { Instant(nanoseconds: midnight.nanoseconds + when.offset) }

    /// Whole seconds since the epoch.
    func seconds(_ when: When) -> Int64 { instant(when).wholeSeconds }

    /// RFC 3339 with the digits that the time needs.
    func rfc3339(_ when: When) -> String { instant(when).rfc3339Exact }
}
