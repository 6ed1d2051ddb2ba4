/// An incident as an on-call system holds it.
public struct IncidentRecord: Sendable, Hashable, Codable {
    public var id: String
    public var number: String?
    public var title: String
    /// The on-call system's name of the service.
    public var service: String?
    public var status: String
    public var urgency: String?
    public var createdAt: Stamp
    public var resolvedAt: Stamp?
    /// Labels of the alerts that opened it, such as `alertname`, `service`, `severity`.
    public var labels: [String: String]
    /// The stretch of time that the source holds data of, where it holds no more than that.
    public var recorded: TimeWindow?
    public init(
        id: String, number: String? = nil, title: String, service: String? = nil, status: String, urgency: String? = nil,
        createdAt: Stamp, resolvedAt: Stamp? = nil, labels: [String: String] = [:], recorded: TimeWindow? = nil
    ) {
        self.id = id
        self.number = number
        self.title = title
        self.service = service
        self.status = status
        self.urgency = urgency
        self.createdAt = createdAt
        self.resolvedAt = resolvedAt
        self.labels = labels
        self.recorded = recorded
    }
}

/// Something that happened to an incident. Its time is the evidence's ``Evidence/stamp``.
public struct IncidentEvent: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        case triggered, notified, acknowledged, escalated, assigned, annotated, snoozed, resolved, other
    }
    public var kind: Kind
    public var incident: String
    public var actor: Person?
    /// The source's own words.
    public var summary: String
    public init(kind: Kind, incident: String, actor: Person? = nil, summary: String) {
        self.kind = kind
        self.incident = incident
        self.actor = actor
        self.summary = summary
    }
}

/// A message that a person or a bot wrote. Its time is the evidence's ``Evidence/stamp``.
public struct ChatMessage: Sendable, Hashable, Codable {
    public var id: String
    public var channel: String
    public var author: Person
    public var isBot: Bool
    /// Plain text: mentions and links written out.
    public var text: String
    /// The id of the message that this one answers.
    public var replyTo: String?
    public var wasEdited: Bool
    public init(
        id: String, channel: String, author: Person, isBot: Bool = false, text: String, replyTo: String? = nil,
        wasEdited: Bool = false
    ) {
        self.id = id
        self.channel = channel
        self.author = author
        self.isBot = isBot
        self.text = text
        self.replyTo = replyTo
        self.wasEdited = wasEdited
    }
}
