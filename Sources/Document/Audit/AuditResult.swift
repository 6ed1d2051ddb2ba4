public import AlertAudit
public import Core

/// An audit of the alerting with what is around it: everything that its documents are written from.
public struct AuditResult: Sendable {
    /// `audit-20261120T150500.000Z`.
    public var id: String
    /// `inquest 0.5.0`.
    public var program: String
    public var report: AuditReport
    /// What is different from the audit before; `nil` for the first.
    public var changes: AuditChanges?
    /// The audits that are known, this one included, the oldest first.
    public var trend: [AuditMark]
    /// The evidence that the findings cite.
    public var evidence: [Evidence]
    public var sources: [SourceDescription]
    public var cost: AuditCost
    /// The service that was asked about; `nil`: the whole estate.
    public var service: String?

    public init(
        id: String, program: String, report: AuditReport, changes: AuditChanges? = nil, trend: [AuditMark] = [],
        evidence: [Evidence] = [], sources: [SourceDescription] = [], cost: AuditCost = AuditCost(), service: String? = nil
    ) {
        self.id = id
        self.program = program
        self.report = report
        self.changes = changes
        self.trend = trend
        self.evidence = evidence
        self.sources = sources
        self.cost = cost
        self.service = service
    }

    /// The same with what is about one service alone. Scores of the estate stay: they are about all of it.
    public func about(_ service: String) -> AuditResult {
        func isAbout(_ finding: AuditFinding) -> Bool { finding.service == service || finding.subject == "service/\(service)" }
        var result = self
        result.service = service
        result.report.findings = report.findings.filter(isAbout)
        result.report.services = report.services.filter { $0.service == service }
        result.report.coverage = report.coverage.filter { $0.service == service }
        result.changes?.new = changes?.new.filter(isAbout) ?? []
        result.changes?.gone = changes?.gone.filter(isAbout) ?? []
        result.changes?.still = changes?.still.filter(isAbout) ?? []
        result.changes?.services = changes?.services.filter { $0.service == service } ?? []
        let cited = Set(result.report.findings.flatMap(\.evidence))
        result.evidence = evidence.filter { cited.contains($0.id) }
        return result
    }
}

/// One point of the trend.
public struct AuditMark: Sendable, Hashable, Codable {
    public var id: String
    public var at: Instant
    /// Of the estate, 0 to 100.
    public var score: Double
    /// Findings that nothing suppresses.
    public var findings: Int

    public init(id: String, at: Instant, score: Double, findings: Int) {
        self.id = id
        self.at = at
        self.score = score
        self.findings = findings
    }
}

/// What an audit cost the sources.
public struct AuditCost: Sendable, Hashable, Codable {
    public var calls: Int
    /// Bytes of the replies, as they came.
    public var bytes: Int
    /// From the first question to the last answer.
    public var seconds: Double

    public init(calls: Int = 0, bytes: Int = 0, seconds: Double = 0) {
        self.calls = calls
        self.bytes = bytes
        self.seconds = seconds
    }
}
