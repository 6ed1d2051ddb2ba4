import AlertAudit
import Analysis
import Core
import Document

/// The incident of the shortened connection timeout, with evidence as real sources would give it.
struct Example {
    static let culprit = "9f3c1d7ab24e6f508812cd03b7e9a4516f2d8c33"
    static let before = "41e7b09c5d2f8a6633e0971fb4c8d25a70e91b64"
    static let window = TimeWindow(from: .at("14:00"), to: .at("15:05"))
    static let baseline = TimeWindow(from: .at("14:00").adding(seconds: -7 * 86_400), to: .at("14:00"))
    static let id = "20261120T150500Z-1f2e3d4c"

    private(set) var evidence: [Evidence] = []

    /// - Parameter isEmpty: without the incident's own evidence.
    init(isEmpty: Bool = false) {
        guard !isEmpty else { return }
        addSignals()
        addLogs()
        addChanges()
        addAlerting()
        addPages()
        addChat()
    }

    static let services = [
        Service(name: "frontend", dependsOn: ["checkout"]),
        Service(name: "checkout", dependsOn: ["payment-gateway", "inventory"], objective: 0.999, objectiveDays: 30),
        Service(name: "payment-gateway", dependsOn: ["payments-db"], repository: "payment-config"),
        Service(name: "payments-db"), Service(name: "inventory"),
    ]

    static let sources = [
        SourceDescription(name: "alerts", kind: "alertmanager", url: "https://alertmanager.example.com"),
        SourceDescription(name: "chat", kind: "slack", url: "https://example.slack.com"),
        SourceDescription(name: "deploys", kind: "argocd", url: "https://argocd.example.com"),
        SourceDescription(name: "logs", kind: "loki", url: "https://loki.example.com"),
        SourceDescription(name: "metrics", kind: "prometheus", url: "https://prometheus.example.com"),
        SourceDescription(name: "pages", kind: "pagerduty", url: "https://example.pagerduty.com"),
        SourceDescription(name: "payment-config", kind: "git"),
    ]

    static let incident = Incident(
        title: "CheckoutHighErrorRate: more than 2 % of checkouts fail", services: ["checkout"], reportedAt: .at("14:27"),
        resolvedAt: .at("14:52"), origin: "https://example.pagerduty.com/incidents/Q1TIMEOUT")

    static let dependencies = services.flatMap { service in
        service.dependsOn.map { Dependency(caller: service.name, callee: $0) }
    }

    var caseFile: CaseFile {
        CaseFile(
            incident: Example.incident, scope: Scope(window: Example.window, baseline: Example.baseline),
            services: Example.services, dependencies: Example.dependencies, evidence: evidence)
    }

    /// The record as an investigation makes it today.
    func assessed() -> InvestigationRecord {
        let assessment = caseFile.assess()
        let audit = AlertingAudit(caseFile: caseFile, assessment: assessment).run()
        var findings = assessment.findings
        for var finding in audit.findings {
            finding.id = FindingID(findings.count + 1)
            findings.append(finding)
        }
        return record(
            Conclusions(
                onset: assessment.onset, firstFailingService: assessment.firstFailingService,
                blastRadius: assessment.blastRadius, suspects: assessment.suspects,
                hypotheses: assessment.hypotheses, remediation: assessment.remediation,
                gaps: assessment.gaps + audit.gaps, findings: findings))
    }

    func record(_ conclusions: Conclusions) -> InvestigationRecord {
        let missing = Gap(.noSource, what: "traces", reason: "No source of traces is configured.")
        let failed = Gap(
            .failed, source: "logs", what: "logs of inventory",
            reason: "The server answered 500 twice: too many outstanding requests.",
            exchanges: [key("logs/service/inventory")])
        return InvestigationRecord(
            id: Example.id, program: "inquest 0.1.0", investigatedAt: .at("15:05"), incident: Example.incident,
            scope: Scope(window: Example.window, baseline: Example.baseline), services: Example.services,
            dependencies: Example.dependencies, sources: Example.sources, onset: conclusions.onset,
            firstFailingService: conclusions.firstFailingService, blastRadius: conclusions.blastRadius,
            suspects: conclusions.suspects, hypotheses: conclusions.hypotheses,
            remediation: conclusions.remediation, gaps: conclusions.gaps + [missing, failed], evidence: evidence,
            findings: conclusions.findings)
    }

    private func key(_ path: String) -> CallKey {
        CallKey(investigation: Example.id, round: 1, path: path, step: 0, index: 0)
    }

    mutating func add(
        _ observation: Observation, source: SourceName, tool: String, service: String? = nil, at time: String? = nil,
        query: String? = nil, link: String? = nil, window: TimeWindow? = Example.window
    ) {
        var item = Evidence(
            observation, from: [key("\(source)/\(evidence.count + 1)")], service: service,
            stamp: time.map { Stamp(.at($0)) }, window: window, query: query, link: link)
        item.id = EvidenceID(evidence.count + 1)
        item.source = source
        item.tool = tool
        item.askedAt = Instant.at("15:05").adding(seconds: Double(evidence.count % 7))
        evidence.append(item)
    }
}

extension Instant {
    /// A time of the incident's day.
    static func at(_ clock: String) -> Instant {
        Instant(rfc3339: "2026-11-20T\(clock.count == 5 ? clock + ":00" : clock)Z") ?? Instant(seconds: 0)
    }
}
