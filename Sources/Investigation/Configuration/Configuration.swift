public import AlertAudit
public import Core
public import Document
public import Gateway

/// What an investigation needs to know of its surroundings. It holds references to secrets and no secret, so the whole of it
/// goes into the ledger, and a replay needs no configuration file.
public struct Configuration: Sendable, Hashable, Codable {
    public var sources: [ConfiguredSource]
    public var services: [Service]
    public var budget: Budget.Limits
    /// Days before the incident's window that count as normal.
    public var baselineDays: Int
    /// Services that are looked at, at the most.
    public var maximumServices: Int
    /// Write people's names in documents in place of roles.
    public var namesPeople: Bool
    /// What is replaced in data that leaves, besides what the built-in rules find.
    public var redaction: RedactionSettings?
    /// What an audit of the alerting goes by.
    public var audit: AuditSettings?
    /// The shape of the post-mortem; `nil`: the standard one.
    public var template: DocumentTemplate?

    public init(
        sources: [ConfiguredSource] = [], services: [Service] = [], budget: Budget.Limits = .init(), baselineDays: Int = 7,
        maximumServices: Int = 40, namesPeople: Bool = false
    ) {
        self.sources = sources
        self.services = services
        self.budget = budget
        self.baselineDays = baselineDays
        self.maximumServices = maximumServices
        self.namesPeople = namesPeople
    }
}

/// One source: what its connector may know, and what only the gateway may.
public struct ConfiguredSource: Sendable, Hashable, Codable {
    public var description: SourceDescription
    public var endpoint: Endpoint

    public init(description: SourceDescription, endpoint: Endpoint) {
        self.description = description
        self.endpoint = endpoint
    }
}

/// What a team adds to the built-in rules of redaction.
public struct RedactionSettings: Sendable, Hashable, Codable {
    /// Names of customers, projects or people.
    public var names: [String]
    /// Replace IP addresses too.
    public var ipAddresses: Bool

    public init(names: [String] = [], ipAddresses: Bool = false) {
        self.names = names
        self.ipAddresses = ipAddresses
    }
}
