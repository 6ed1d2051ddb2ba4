/// What was observed. One observation is one thing that a sentence can cite: one series, one commit, one message.
///
/// Indirect, so that evidence of small things, of which answers hold most, is small.
public indirect enum Observation: Sendable, Hashable, Codable {
    case metric(MetricSeries)
    case logs(LogLines)
    /// Log lines as a store counted them by their shape.
    case logPatterns(LogPatterns)
    /// The spans of one trace.
    case trace(Trace)
    /// What a search for traces found.
    case traces(TraceSearch)
    case rule(AlertRule)
    case recording(RecordingRule)
    /// A stretch of time in which an alert was pending or firing.
    case alert(AlertEpisode)
    case silence(Silence)
    case routing(AlertRouting)
    case maintenance(MaintenanceWindow)
    case incident(IncidentRecord)
    /// Something that happened to an incident: paged, acknowledged, resolved.
    case incidentEvent(IncidentEvent)
    case change(Change)
    case clusterEvent(ClusterEvent)
    /// What runs, as the cluster says now.
    case workload(WorkloadState)
    case pod(PodState)
    case check(CheckConfiguration)
    case checkFlip(CheckFlip)
    case checkRuns(CheckRuns)
    case panel(DashboardPanel)
    /// A note on the time axis.
    case annotation(Annotation)
    /// Testimony: proves what was said, not that it was so.
    case message(ChatMessage)
    case person(Person)
    /// What there is to ask for: metric names with their series counts, label values.
    case inventory(Inventory)
    /// One service calls another.
    case dependency(Dependency)
    /// Anything else worth citing, as named fields: a service's settings, a server's version.
    case record(Record)
    /// The source was asked and there was nothing; the text says what.
    case nothing(String)
}

/// Someone, as a source names them. Documents show roles unless configured otherwise.
public struct Person: Sendable, Hashable, Codable {
    /// The source's id: `U012AB3CD`, an e-mail address.
    public var id: String
    public var name: String?
    /// What they did here, when the source says: `on-call`, `incident commander`, or their job title.
    public var role: String?
    public init(id: String, name: String? = nil, role: String? = nil) {
        self.id = id
        self.name = name
        self.role = role
    }
}

public struct Inventory: Sendable, Hashable, Codable {
    /// What is listed: `metrics`, `label service`, `channels`.
    public var of: String
    /// Each entry with its count (series, say), or 0 where the source gives none. Sorted by name.
    public var entries: [Entry]
    public struct Entry: Sendable, Hashable, Codable {
        public var name: String
        public var count: Int
        /// What more the source says: a metric's type, help text.
        public var detail: String?
        public init(name: String, count: Int = 0, detail: String? = nil) {
            self.name = name
            self.count = count
            self.detail = detail
        }
    }
    public init(of: String, entries: [Entry]) {
        self.of = of
        self.entries = entries.sorted { ($0.name, $0.detail ?? "") < ($1.name, $1.detail ?? "") }
    }
}

public struct Dependency: Sendable, Hashable, Codable {
    public var caller: String
    public var callee: String
    /// Calls a second, where a source counts them.
    public var rate: Double?
    public init(caller: String, callee: String, rate: Double? = nil) {
        self.caller = caller
        self.callee = callee
        self.rate = rate
    }
}

public struct Record: Sendable, Hashable, Codable {
    public var title: String
    public var fields: JSONObject
    public init(title: String, fields: JSONObject) {
        self.title = title
        self.fields = fields
    }
}
