public import Core

/// Everything that an investigation concluded, before it becomes sentences: what `investigation.json` holds, less the claims.
/// Documents are a pure function of this value.
public struct InvestigationRecord: Sendable, Hashable {
    public var id: String
    /// Name and version of the program, `inquest 0.1.0`.
    public var program: String
    /// When the investigation was begun; ages ("set 15 days before") are counted from the incident, not from here.
    public var investigatedAt: Instant
    public var incident: Incident
    public var scope: Scope
    /// Every service that was looked at.
    public var services: [Service]
    /// Who calls whom, as configured or discovered.
    public var dependencies: [Dependency]
    /// Where each source can be opened in a browser; `Evidence.link`s that begin with `/` are below it.
    public var sources: [SourceDescription]
    /// The onset finding that the story begins with.
    public var onset: FindingID?
    public var firstFailingService: String?
    public var blastRadius: [String]
    public var suspects: [Suspect]
    public var hypotheses: [Hypothesis]
    public var remediation: Remediation
    public var gaps: [Gap]
    /// Numbered from 1 without holes, in plan order.
    public var evidence: [Evidence]
    public var findings: [Finding]
    /// Show people's names as the sources give them, in place of roles.
    public var namesPeople: Bool
    /// The shape of the post-mortem.
    public var template: DocumentTemplate
    /// What a language model did and said, where one took part.
    public var model: ModelAccount?

    /// Services that fail, the one with which it began first.
    // Records of before name the first among those that it reaches.
    var failing: [String] { (firstFailingService.map { [$0] } ?? []) + blastRadius.filter { $0 != firstFailingService } }

    /// All services that anything in it names.
    var serviceNames: Set<String> {
        var names = Set(services.map(\.name) + failing + suspects.map(\.service))
        names.formUnion(dependencies.flatMap { [$0.caller, $0.callee] })
        names.formUnion(services.flatMap(\.dependsOn) + incident.services)
        names.formUnion(evidence.compactMap(\.service) + findings.compactMap(\.service))
        names.formUnion(hypotheses.map(\.service))
        names.remove("")
        return names
    }

    public init(
        id: String, program: String, investigatedAt: Instant, incident: Incident, scope: Scope, services: [Service],
        dependencies: [Dependency], sources: [SourceDescription], onset: FindingID?, firstFailingService: String?,
        blastRadius: [String], suspects: [Suspect], hypotheses: [Hypothesis], remediation: Remediation, gaps: [Gap],
        evidence: [Evidence], findings: [Finding], namesPeople: Bool = false,
        template: DocumentTemplate = .standard
    ) {
        self.id = id
        self.program = program
        self.investigatedAt = investigatedAt
        self.incident = incident
        self.scope = scope
        self.services = services
        self.dependencies = dependencies
        self.sources = sources
        self.onset = onset
        self.firstFailingService = firstFailingService
        self.blastRadius = blastRadius
        self.suspects = suspects
        self.hypotheses = hypotheses
        self.remediation = remediation
        self.gaps = gaps
        self.evidence = evidence
        self.findings = findings
        self.namesPeople = namesPeople
        self.template = template
    }
}
