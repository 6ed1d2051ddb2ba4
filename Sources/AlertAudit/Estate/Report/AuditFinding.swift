public import Core

/// Something that the standing audit found wrong.
public struct AuditFinding: Sendable, Hashable, Codable, Identifiable {
    /// The same for the same trouble in every audit: made of the check, the source, the subject and, where one subject can have
    /// several findings of a check, what tells them apart. Sixteen hexadecimal digits.
    public var id: String
    public var check: AuditCheckID
    public var severity: AuditSeverity
    /// `rule/GROUP/NAME`, `silence/ID`, `route/0.3` (places of children from the root; the root is `route/`), `receiver/NAME`,
    /// `inhibition/INDEX` (from 0), `service/NAME`, `target/JOB/INSTANCE`, `recording/NAME`, `interval/NAME`; for an expired
    /// suppression the pattern of subjects that it covered.
    public var subject: String
    /// Other things that the trouble is about, written like ``subject``: the rule that another one repeats.
    public var related: [String]
    public var source: SourceName?
    /// The service that it is about, where that is known.
    public var service: String?
    /// One sentence in plain words; it says nothing that ``facts`` and the cited evidence do not hold.
    public var statement: String
    /// What to do about it, in a sentence.
    public var remedy: String
    /// The values that the statement rests on, under stable names.
    public var facts: [String: Fact]
    /// What it was concluded from, in order.
    public var evidence: [EvidenceID]
    /// The suppression that covers it; `nil` where none does.
    public var suppressedBy: AuditSuppression?

    public init(
        id: String, check: AuditCheckID, severity: AuditSeverity, subject: String, related: [String] = [],
        source: SourceName? = nil, service: String? = nil, statement: String, remedy: String, facts: [String: Fact] = [:],
        evidence: [EvidenceID], suppressedBy: AuditSuppression? = nil
    ) {
        self.id = id
        self.check = check
        self.severity = severity
        self.subject = subject
        self.related = related
        self.source = source
        self.service = service
        self.statement = statement
        self.remedy = remedy
        self.facts = facts
        self.evidence = evidence
        self.suppressedBy = suppressedBy
    }
}
