/// One operation of one service within a trace, in the terms of OpenTelemetry (opentelemetry.io/docs/specs/otel/trace/api).
public struct Span: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        case unspecified, `internal`, server, client, producer, consumer
    }
    public enum Status: String, Sendable, Hashable, Codable { case unset, ok, error }

    /// Something that happened during the span: an exception, a retry.
    public struct Event: Sendable, Hashable, Codable {
        public var time: Instant
        public var name: String
        public var attributes: [String: String]
        public init(time: Instant, name: String, attributes: [String: String] = [:]) {
            self.time = time
            self.name = name
            self.attributes = attributes
        }
    }

    /// A span that this one has to do with other than as its child: the message that a batch was made from.
    public struct Link: Sendable, Hashable, Codable {
        /// 32 lower-case hex digits.
        public var trace: String
        /// 16 lower-case hex digits.
        public var span: String
        public var attributes: [String: String]
        public init(trace: String, span: String, attributes: [String: String] = [:]) {
            self.trace = trace
            self.span = span
            self.attributes = attributes
        }
    }

    /// 16 lower-case hex digits.
    public var id: String
    /// The span that this one was made in, where there is one.
    public var parent: String?
    /// The resource's `service.name`; empty where the source gives none.
    public var service: String
    /// The operation: `POST /charge`.
    public var name: String
    public var kind: Kind
    public var start: Instant
    /// Nanoseconds.
    public var duration: Int64
    public var status: Status
    public var statusMessage: String?
    /// Attributes of the span, each value as text.
    public var attributes: [String: String]
    /// Attributes of the resource that made it, such as `k8s.pod.name`, without `service.name`.
    public var resource: [String: String]
    /// The instrumentation that made it, with its version where it has one: `shop/checkout 1.4.0`.
    public var scope: String?
    public var events: [Event]
    public var links: [Link]

    public init(
        id: String, parent: String? = nil, service: String, name: String, kind: Kind = .unspecified, start: Instant,
        duration: Int64, status: Status = .unset, statusMessage: String? = nil, attributes: [String: String] = [:],
        resource: [String: String] = [:], scope: String? = nil, events: [Event] = [], links: [Link] = []
    ) {
        self.id = id
        self.parent = parent
        self.service = service
        self.name = name
        self.kind = kind
        self.start = start
        self.duration = duration
        self.status = status
        self.statusMessage = statusMessage
        self.attributes = attributes
        self.resource = resource
        self.scope = scope
        self.events = events
        self.links = links
    }
}

/// The spans of one trace that a source gave; some of a trace's spans may be missing.
public struct Trace: Sendable, Hashable, Codable {
    /// 32 lower-case hex digits, leading zeros included.
    public var id: String
    /// By start, then by id.
    public var spans: [Span]

    public init(id: String, spans: [Span]) {
        self.id = id
        self.spans = spans.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }
}

/// A trace as a search found it: not its spans, but what the search says of them.
public struct TraceSummary: Sendable, Hashable, Codable {
    /// How many spans a service has in the trace, and how many of them failed.
    public struct ServiceCount: Sendable, Hashable, Codable {
        public var service: String
        public var spans: Int
        public var errors: Int
        public init(service: String, spans: Int, errors: Int) {
            self.service = service
            self.spans = spans
            self.errors = errors
        }
    }

    /// 32 lower-case hex digits, leading zeros included.
    public var id: String
    public var rootService: String?
    public var rootName: String?
    public var start: Instant
    /// Nanoseconds; `nil` where the source gives none.
    public var duration: Int64?
    /// By service; empty where the source gives none.
    public var services: [ServiceCount]
    /// The spans that matched, as far as the source gives them. Often with no more than an id, a start and a duration.
    public var matched: [Span]
    /// How many spans matched, where the source says; ``matched`` may hold fewer.
    public var matchedCount: Int?

    public init(
        id: String, rootService: String? = nil, rootName: String? = nil, start: Instant, duration: Int64? = nil,
        services: [ServiceCount] = [], matched: [Span] = [], matchedCount: Int? = nil
    ) {
        self.id = id
        self.rootService = rootService
        self.rootName = rootName
        self.start = start
        self.duration = duration
        self.services = services.sorted { $0.service < $1.service }
        self.matched = matched
        self.matchedCount = matchedCount
    }
}

/// What one search for traces found. A search stops at a limit and gives no sample, so what is not in it proves nothing
/// unless the evidence is complete.
public struct TraceSearch: Sendable, Hashable, Codable {
    /// By start, then by id.
    public var traces: [TraceSummary]
    public init(traces: [TraceSummary]) {
        self.traces = traces.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }
}
