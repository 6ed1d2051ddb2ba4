public import Core

/// A stretch in which an alert fires, as an Alertmanager is told of it.
public struct RoutedAlert: Sendable, Hashable {
    public var labels: [String: String]
    public var startsAt: Instant
    /// From when on it is over; `nil`: it is not.
    public var endsAt: Instant?
    /// When Alertmanager learns of it.
    public var receivedAt: Instant

    /// - Parameter receivedAt: `nil`: as soon as it starts.
    public init(labels: [String: String], startsAt: Instant, endsAt: Instant? = nil, receivedAt: Instant? = nil) {
        self.labels = labels
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.receivedAt = receivedAt ?? startsAt
    }

    func fires(at time: Instant) -> Bool { receivedAt <= time && !isOver(at: time) }
    func isOver(at time: Instant) -> Bool { endsAt.map { $0 <= time } ?? false }
}

/// A message that an Alertmanager sends.
public struct SentNotification: Sendable, Hashable {
    public enum Reason: String, Sendable, Hashable {
        /// The first of the group, or the first after all its alerts were over.
        case first
        case newAlerts
        case someResolved
        case allResolved
        /// Nothing changed for the repeat interval.
        case repeated
    }

    public struct Member: Sendable, Hashable {
        /// The alert's place in the timeline's list.
        public var alert: Int
        public var isFiring: Bool
    }

    public var time: Instant
    public var group: AlertGroup
    public var receiver: String
    public var integration: AlertRouting.Integration
    /// The integration's place among the receiver's.
    public var place: Int
    /// What the message tells of, in the order of the list.
    public var alerts: [Member]
    public var reason: Reason
}

/// What became of an alert at one route that takes it.
public struct AlertNotice: Sendable, Hashable {
    public enum Obstacle: Sendable, Hashable {
        /// Its group waits: `group_wait` for a new group, else `group_interval` since it last looked.
        case waiting
        case muted(by: String)
        /// Within none of the route's active time intervals.
        case inactive([String])
        /// Ids of silences.
        case silenced(by: [String])
        /// The place of an alert that fires in the timeline's list, and of the inhibition.
        case inhibited(by: Int, rule: Int)
        case noIntegration
        /// It was over before its group looked.
        case over
        /// The receiver was told of it before, it was over and fires again, and nobody was told that it was over.
        case known
    }

    public struct Hindrance: Sendable, Hashable {
        public var obstacle: Obstacle
        public var from: Instant
        public var to: Instant
    }

    /// The alert's place in the timeline's list.
    public var alert: Int
    public var group: AlertGroup
    /// When the first message left that says that it fires; `nil`: none did.
    public var notifiedAt: Instant?
    /// What kept it back until then, in order.
    public var hindrances: [Hindrance]
}
