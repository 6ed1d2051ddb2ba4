/// A service as the configuration or discovery knows it.
public struct Service: Sendable, Hashable, Codable {
    public var name: String
    /// Services that this one calls.
    public var dependsOn: [String]
    /// Label matchers that select this service in metrics, such as `service="checkout"`; `nil`: by label conventions.
    public var selector: String?
    /// The name of the git source that holds its code or configuration.
    public var repository: String?
    /// Share of requests that must succeed, between 0 and 1, such as 0.999, and the days it is counted over.
    public var objective: Double?
    public var objectiveDays: Int?

    public init(
        name: String, dependsOn: [String] = [], selector: String? = nil, repository: String? = nil, objective: Double? = nil,
        objectiveDays: Int? = nil
    ) {
        self.name = name
        self.dependsOn = dependsOn
        self.selector = selector
        self.repository = repository
        self.objective = objective
        self.objectiveDays = objectiveDays
    }
}

/// The stretch of time under investigation, and the one it is compared with.
public struct Scope: Sendable, Hashable, Codable {
    /// From before the first symptom to after the last.
    public var window: TimeWindow
    /// What is normal: by default the seven days that end where the window begins.
    public var baseline: TimeWindow

    public init(window: TimeWindow, baseline: TimeWindow) {
        self.window = window
        self.baseline = baseline
    }
}

/// What a source is asked about when no one has asked anything more specific. An investigation offers its subjects as it
/// learns them; a connector answers each with the probes that need no more than that.
public enum Subject: Sendable, Hashable {
    /// Nothing is known yet: rules, silences, routing, people; what needs neither a time nor a service.
    case estate
    /// What the user gave to start from, an alert's URL or an incident's id. Only the connector that knows it answers.
    case reference(String)
    /// The time is known: deploys, chat, alerts over all services.
    case window(Scope)
    /// The time is known, and the configuration says nothing of who calls whom: which services there are, and their calls.
    case surroundings(Scope)
    /// A service is known, and the time.
    case service(Service, Scope)
    /// A trace's id is known (32 lower-case hex digits), from a log line or a search. Stores of traces answer with what fetches it;
    /// stores of logs with what finds the lines that carry the id.
    case trace(String, service: String?, Scope)
}

/// A tool call that a connector suggests.
public struct Probe: Sendable, Hashable {
    public var tool: String
    public var input: JSONValue
    /// What it is for, as a gap would say it: "latency, errors and traffic of checkout".
    public var purpose: String

    public init(tool: String, input: JSONValue, purpose: String) {
        self.tool = tool
        self.input = input
        self.purpose = purpose
    }
}

/// What is being looked into.
public struct Incident: Sendable, Hashable, Codable {
    public var title: String
    /// Services that the report names, the paged one first.
    public var services: [String]
    /// When it was reported or first paged.
    public var reportedAt: Instant?
    /// When it was closed, where that is known.
    public var resolvedAt: Instant?
    /// What the investigation was started from: a URL, an id, or `service checkout`.
    public var origin: String

    public init(title: String, services: [String], reportedAt: Instant? = nil, resolvedAt: Instant? = nil, origin: String) {
        self.title = title
        self.services = services
        self.reportedAt = reportedAt
        self.resolvedAt = resolvedAt
        self.origin = origin
    }
}
