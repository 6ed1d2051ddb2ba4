/// Who is told of alerts and when: what a configuration of Alertmanager, or of a system built on it, says.
///
/// Times are as in Alertmanager's configuration (prometheus.io/docs/alerting/latest/configuration). Secrets and addresses of
/// receivers are not kept.
public struct AlertRouting: Sendable, Hashable, Codable {
    /// A node of the routing tree, with what it inherits from the nodes above already filled in.
    public struct Route: Sendable, Hashable, Codable {
        /// 0 for the root.
        public var depth: Int
        public var receiver: String
        /// What it asks for itself; an alert has passed those of the nodes above as well.
        public var matchers: [Silence.Matcher]
        /// Whether an alert that it takes is offered to its later siblings too.
        public var continues: Bool
        /// Labels whose values tell one group of alerts from another, in order.
        public var groupBy: [String]
        /// Whether all labels do (`group_by: ['...']`), so that each alert is a group.
        public var groupsByAll: Bool
        /// Seconds from a group's first alert to its first notification.
        public var groupWait: Double
        /// Seconds between two times at which a group that changed may notify.
        public var groupInterval: Double
        /// Seconds after which a notification is repeated while nothing changes.
        public var repeatInterval: Double
        /// Names of intervals in which it notifies nobody. Not inherited.
        public var muteTimeIntervals: [String]
        /// Names of intervals outside which it notifies nobody; none: no restriction. Not inherited.
        public var activeTimeIntervals: [String]

        /// - Parameters: Times default to Alertmanager's own.
        public init(
            depth: Int, receiver: String, matchers: [Silence.Matcher], continues: Bool = false, groupBy: [String] = [],
            groupsByAll: Bool = false, groupWait: Double = 30, groupInterval: Double = 300, repeatInterval: Double = 14_400,
            muteTimeIntervals: [String] = [], activeTimeIntervals: [String] = []
        ) {
            self.depth = depth
            self.receiver = receiver
            self.matchers = matchers
            self.continues = continues
            self.groupBy = groupBy
            self.groupsByAll = groupsByAll
            self.groupWait = groupWait
            self.groupInterval = groupInterval
            self.repeatInterval = repeatInterval
            self.muteTimeIntervals = muteTimeIntervals
            self.activeTimeIntervals = activeTimeIntervals
        }
    }

    /// While an alert that matches `source` fires, alerts that match `target` notify nobody, if both have the same values for
    /// the labels in `equal`.
    public struct Inhibition: Sendable, Hashable, Codable {
        public var source: [Silence.Matcher]
        public var target: [Silence.Matcher]
        public var equal: [String]
        public init(source: [Silence.Matcher], target: [Silence.Matcher], equal: [String]) {
            self.source = source
            self.target = target
            self.equal = equal
        }
    }

    public struct Receiver: Sendable, Hashable, Codable {
        public var name: String
        /// None: what is sent to it goes nowhere.
        public var integrations: [Integration]
        public init(name: String, integrations: [Integration]) {
            self.name = name
            self.integrations = integrations
        }
    }

    public struct Integration: Sendable, Hashable, Codable {
        /// `webhook`, `pagerduty`, `slack`, …
        public var kind: String
        /// Whether it also tells that alerts are over.
        public var sendsResolved: Bool
        public init(kind: String, sendsResolved: Bool) {
            self.kind = kind
            self.sendsResolved = sendsResolved
        }
    }

    /// The routing tree, flattened depth first; the first is the root.
    public var routes: [Route]
    public var inhibitions: [Inhibition]
    /// A receiver that routes name and that is not here is one of which nothing is known.
    public var receivers: [Receiver]
    /// Intervals that routes name and that are not here are not known.
    public var timeIntervals: [AlertTimeInterval]

    public init(
        routes: [Route], inhibitions: [Inhibition] = [], receivers: [Receiver] = [], timeIntervals: [AlertTimeInterval] = []
    ) {
        self.routes = routes
        self.inhibitions = inhibitions
        self.receivers = receivers
        self.timeIntervals = timeIntervals
    }

    /// A routing of whose receivers only those are known that tell no one.
    public init(routes: [Route], inhibitions: [Inhibition], emptyReceivers: [String]) {
        self.init(
            routes: routes, inhibitions: inhibitions, receivers: emptyReceivers.map { Receiver(name: $0, integrations: []) })
    }

    /// Receivers that have no integration, so that what is sent to them goes nowhere.
    public var emptyReceivers: [String] { receivers.filter(\.integrations.isEmpty).map(\.name) }
}
