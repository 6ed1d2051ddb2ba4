public import Core

/// The time from an onset to the first notification, in its parts. They add up to the whole, as far as it is known.
public struct DelayParts: Sendable, Hashable, Codable {
    public var onset: Instant
    /// Seconds from the onset until the value went beyond the threshold; negative where it did so before what was taken for the
    /// onset.
    public var toCrossing: Double?
    /// Seconds from there to the first evaluation that saw it.
    public var toPending: Double?
    /// Seconds that the rule's `for` took.
    public var toFiring: Double?
    /// Seconds until the first notification: the group's wait.
    public var toNotified: Double?

    /// Seconds from the onset to the notification; `nil` where there was none, or none is known.
    public var whole: Double? {
        guard let toCrossing, let toPending, let toFiring, let toNotified else { return nil }
        return toCrossing + toPending + toFiring + toNotified
    }

    /// - Parameters:
    ///   - stretch: of the alert that told of it.
    ///   - crossing: when the value went beyond the threshold, where it was sampled more finely than the rule is evaluated;
    ///     otherwise the first evaluation that saw it counts.
    public init(onset: Instant, stretch: RuleHistory.Stretch?, crossing: Instant? = nil, notified: Instant? = nil) {
        self.onset = onset
        guard let stretch else { return }
        let crossed = crossing.map { min($0, stretch.pendingFrom) } ?? stretch.pendingFrom
        toCrossing = crossed.seconds(since: onset)
        toPending = stretch.pendingFrom.seconds(since: crossed)
        guard let fired = stretch.firingFrom else { return }
        toFiring = fired.seconds(since: stretch.pendingFrom)
        toNotified = notified.map { $0.seconds(since: fired) }
    }
}
