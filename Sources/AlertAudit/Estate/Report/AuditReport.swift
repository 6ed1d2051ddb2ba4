public import Core

/// What the standing audit came to.
public struct AuditReport: Sendable, Hashable, Codable {
    /// How much there was to look at.
    public struct Counts: Sendable, Hashable, Codable {
        public var rules = 0
        public var recordings = 0
        public var checks = 0
        public var silences = 0
        public var routes = 0
        public var receivers = 0
        public var services = 0
        /// Findings that no suppression covers, by severity; every severity is there.
        public var findings: [AuditSeverity: Int] = [:]
        /// The same by check; checks that found nothing are not there.
        public var findingsByCheck: [AuditCheckID: Int] = [:]
        /// Findings that a suppression covers.
        public var suppressed = 0

        public init() {}
    }

    /// The stretch that behaviour was looked at in.
    public var window: TimeWindow
    /// When the configuration was read.
    public var at: Instant
    /// The gravest first, then by check, subject and id.
    public var findings: [AuditFinding]
    /// What could not be audited and why.
    public var gaps: [Gap]
    /// Of the estate.
    public var score: AuditScore
    /// Of each service, by name.
    public var services: [AuditScore]
    /// Of each service, by name.
    public var coverage: [AuditCoverage]
    public var counts: Counts

    public init(
        window: TimeWindow, at: Instant, findings: [AuditFinding] = [], gaps: [Gap] = [], score: AuditScore,
        services: [AuditScore] = [], coverage: [AuditCoverage] = [], counts: Counts = Counts()
    ) {
        self.window = window
        self.at = at
        self.findings = findings
        self.gaps = gaps
        self.score = score
        self.services = services
        self.coverage = coverage
        self.counts = counts
    }

    /// Findings that no suppression covers.
    public var open: [AuditFinding] { findings.filter { $0.suppressedBy == nil } }
}
