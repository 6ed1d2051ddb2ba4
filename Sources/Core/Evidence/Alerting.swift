/// An alerting rule as it is configured.
public struct AlertRule: Sendable, Hashable, Codable {
    public var name: String
    public var group: String
    public var expression: String
    /// Seconds that the expression must hold before the alert fires.
    public var holdFor: Double
    public var labels: [String: String]
    public var annotations: [String: String]
    /// `inactive`, `pending`, `firing`, as the source says now (not at the incident's time).
    public var state: String?
    /// The rule's own error, if its last evaluation failed.
    public var lastError: String?
    /// Whether someone paused the rule, so that it is not evaluated; `nil` where the source has no such thing.
    public var isPaused: Bool?
    /// What becomes of the alert when the query has no data, in the source's word: `NoData`, `Alerting`, `OK`, `KeepLast`.
    public var onNoData: String?
    /// What becomes of it when the query fails, in the source's word: `Error`, `Alerting`, `OK`, `KeepLast`.
    public var onError: String?
    /// Seconds that the alert goes on firing after the expression stopped to hold; `nil` where the source does not say.
    public var keepFiringFor: Double?
    /// Seconds between two evaluations; `nil` where the source does not say.
    public var interval: Double?

    public init(
        name: String, group: String, expression: String, holdFor: Double = 0, labels: [String: String] = [:],
        annotations: [String: String] = [:], state: String? = nil, lastError: String? = nil, isPaused: Bool? = nil,
        onNoData: String? = nil, onError: String? = nil, keepFiringFor: Double? = nil,
        interval: Double? = nil
    ) {
        self.name = name
        self.group = group
        self.expression = expression
        self.holdFor = holdFor
        self.labels = labels
        self.annotations = annotations
        self.state = state
        self.lastError = lastError
        self.isPaused = isPaused
        self.onNoData = onNoData
        self.onError = onError
        self.keepFiringFor = keepFiringFor
        self.interval = interval
    }
}

/// A rule that records an expression's value as a series of its own, which other rules then read.
public struct RecordingRule: Sendable, Hashable, Codable {
    /// The name of the series.
    public var name: String
    public var group: String
    public var expression: String
    public var labels: [String: String]
    /// Seconds between two evaluations; `nil` where the source does not say.
    public var interval: Double?
    /// The rule's own error, if its last evaluation failed.
    public var lastError: String?

    public init(
        name: String, group: String, expression: String, labels: [String: String] = [:], interval: Double? = nil,
        lastError: String? = nil
    ) {
        self.name = name
        self.group = group
        self.expression = expression
        self.labels = labels
        self.interval = interval
        self.lastError = lastError
    }
}

/// A stretch of time in which an alert was in one state.
public struct AlertEpisode: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable { case pending, firing, suppressed }
    public var name: String
    public var state: State
    public var labels: [String: String]
    public var from: Stamp
    /// `nil`: it had not ended, or the source cannot say.
    public var to: Stamp?
    /// Ids of the silences that suppressed it, where the source says.
    public var silencedBy: [String]
    public init(
        name: String, state: State, labels: [String: String], from: Stamp, to: Stamp? = nil, silencedBy: [String] = []
    ) {
        self.name = name
        self.state = state
        self.labels = labels
        self.from = from
        self.to = to
        self.silencedBy = silencedBy
    }
}

public struct Silence: Sendable, Hashable, Codable {
    public struct Matcher: Sendable, Hashable, Codable {
        public var name: String
        public var value: String
        public var isRegex: Bool
        public var isEqual: Bool
        public init(name: String, value: String, isRegex: Bool = false, isEqual: Bool = true) {
            self.name = name
            self.value = value
            self.isRegex = isRegex
            self.isEqual = isEqual
        }
        /// `service="payment-gateway"`, `severity=~"warn.*"`.
        public var text: String { name + (isEqual ? (isRegex ? "=~" : "=") : (isRegex ? "!~" : "!=")) + "\"\(value)\"" }
    }
    public var id: String
    public var matchers: [Matcher]
    public var startsAt: Instant
    public var endsAt: Instant
    public var createdBy: Person
    public var comment: String
    /// `active`, `pending` or `expired`, as the source says.
    public var state: String
    public init(
        id: String, matchers: [Matcher], startsAt: Instant, endsAt: Instant, createdBy: Person, comment: String, state: String
    ) {
        self.id = id
        self.matchers = matchers
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.createdBy = createdBy
        self.comment = comment
        self.state = state
    }
}

public struct MaintenanceWindow: Sendable, Hashable, Codable {
    public var id: String
    public var title: String
    public var services: [String]
    public var from: Instant
    public var to: Instant
    public var createdBy: Person?
    public init(id: String, title: String, services: [String], from: Instant, to: Instant, createdBy: Person? = nil) {
        self.id = id
        self.title = title
        self.services = services
        self.from = from
        self.to = to
        self.createdBy = createdBy
    }
}
