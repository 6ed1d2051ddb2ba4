/// A check as it is configured: a heartbeat that is expected, or a request that is made, again and again.
public struct CheckConfiguration: Sendable, Hashable, Codable {
    public var id: String
    public var name: String
    /// What it expects or does, in the source's own words: `every 900 s`, `0 3 * * * Europe/Berlin`.
    public var schedule: String
    /// Seconds between runs, where the schedule is a plain period.
    public var period: Double?
    /// Seconds after a missed run before anyone is told.
    public var grace: Double
    /// `new`, `up`, `grace`, `down`, `paused`, as the source says now.
    public var status: String
    public var lastRun: Instant?
    /// Seconds that the last run took, where the source says.
    public var lastDuration: Double?
    public var tags: [String]
    /// Names or ids of the integrations that are told; `nil` where the source or the key does not show them.
    public var channels: [String]?
    /// A paused check that a ping does not resume.
    public var needsManualResume: Bool
    /// Seconds between two runs where they are closest: the period, or what a calendar schedule comes to; `nil` where that was
    /// not computed.
    public var interval: Double?
    /// What its owner wrote about it.
    public var purpose: String?

    public init(
        id: String, name: String, schedule: String, period: Double? = nil, grace: Double, status: String,
        lastRun: Instant? = nil, lastDuration: Double? = nil, tags: [String] = [], channels: [String]? = nil,
        needsManualResume: Bool = false, interval: Double? = nil, purpose: String? = nil
    ) {
        self.id = id
        self.name = name
        self.schedule = schedule
        self.period = period
        self.grace = grace
        self.status = status
        self.lastRun = lastRun
        self.lastDuration = lastDuration
        self.tags = tags
        self.channels = channels
        self.needsManualResume = needsManualResume
        self.interval = interval
        self.purpose = purpose
    }
}

/// A change of a check's state. Its time is the evidence's ``Evidence/stamp``.
public struct CheckFlip: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable {
        case up, down
        /// Not up, because someone paused or resumed the check: no outage.
        case paused
        /// Not up; the source does not say whether it was down or paused.
        case notUp
    }
    public var check: String
    public var name: String
    public var state: State
    public init(check: String, name: String, state: State) {
        self.check = check
        self.name = name
        self.state = state
    }
}

/// The runs of a check that a source still holds.
public struct CheckRuns: Sendable, Hashable, Codable {
    public struct Run: Sendable, Hashable, Codable {
        public var time: Instant
        /// `success`, `fail`, `start`, `log`, `ign`, or an exit code, as the source says.
        public var kind: String
        /// Seconds, where the source measured it.
        public var duration: Double?
        /// The source's number of it, where the source keeps what the run said.
        public var number: Int64?
        public init(time: Instant, kind: String, duration: Double? = nil, number: Int64? = nil) {
            self.time = time
            self.kind = kind
            self.duration = duration
            self.number = number
        }
    }
    /// A stretch between two runs, or from the last run to where the record ends, in which at least one run was due and did
    /// not come.
    public struct Hole: Sendable, Hashable, Codable {
        public var from: Instant
        public var to: Instant
        /// When the runs were due that did not come, by time; of those outside the window that was asked about none, and at
        /// most 500.
        public var due: [Instant]
        public init(from: Instant, to: Instant, due: [Instant] = []) {
            self.from = from
            self.to = to
            self.due = due
        }
    }
    public var check: String
    public var name: String
    /// By time.
    public var runs: [Run]
    public var holes: [Hole]
    public init(check: String, name: String, runs: [Run], holes: [Hole] = []) {
        self.check = check
        self.name = name
        self.runs = runs
        self.holes = holes
    }
}
