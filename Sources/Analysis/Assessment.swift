public import Core

/// What analysis starts from: all numbered evidence of an investigation.
public struct CaseFile: Sendable {
    public var incident: Incident
    public var scope: Scope
    public var services: [Service]
    public var dependencies: [Dependency]
    /// Numbered, in plan order.
    public var evidence: [Evidence]

    public init(
        incident: Incident, scope: Scope, services: [Service], dependencies: [Dependency], evidence: [Evidence]
    ) {
        self.incident = incident
        self.scope = scope
        self.services = services
        self.dependencies = dependencies
        self.evidence = evidence
    }
}

/// What analysis makes of it. A pure function of the case file.
public struct Assessment: Sendable {
    /// Numbered from 1, grouped by kind, then by time.
    public var findings: [Finding]
    /// The earliest onset that the story begins with.
    public var onset: FindingID?
    public var firstFailingService: String?
    /// Services other than the first that fail, or whose lines complain, by the time of it.
    public var blastRadius: [String]
    /// Every service that was asked, best first.
    public var suspects: [Suspect]
    /// By rank; refuted ones last.
    public var hypotheses: [Hypothesis]
    public var remediation: Remediation
    /// What could not be told from the evidence: users affected, an error budget with no objective.
    public var gaps: [Gap]

    public init(
        findings: [Finding], onset: FindingID?, firstFailingService: String?, blastRadius: [String], suspects: [Suspect],
        hypotheses: [Hypothesis], remediation: Remediation, gaps: [Gap]
    ) {
        self.findings = findings
        self.onset = onset
        self.firstFailingService = firstFailingService
        self.blastRadius = blastRadius
        self.suspects = suspects
        self.hypotheses = hypotheses
        self.remediation = remediation
        self.gaps = gaps
    }
}
