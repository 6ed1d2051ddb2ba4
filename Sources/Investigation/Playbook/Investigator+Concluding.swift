import AlertAudit
import Analysis
import Core
import Document
import Gateway

extension Investigator {
    /// Numbers the evidence in plan order and draws the conclusions. Pure: the same answers give the same record.
    func conclude(_ gathered: Gathered, id: String, testimony: [Evidence]) -> InvestigationRecord {
        var evidence = gathered.answers.sorted { $0.question.path < $1.question.path }.flatMap(\.evidence) + testimony
        for index in evidence.indices { evidence[index].id = EvidenceID(index + 1) }
        let services = known(gathered)
        let caseFile = CaseFile(
            incident: gathered.incident, scope: gathered.scope, services: services,
            dependencies: gathered.topology.dependencies, evidence: evidence)
        let assessment = caseFile.assess()
        let audit = AlertingAudit(caseFile: caseFile, assessment: assessment).run()
        var findings = assessment.findings
        for var finding in audit.findings {
            finding.id = FindingID(findings.count + 1)
            findings.append(finding)
        }
        let asked = gathered.answers.sorted { $0.question.path < $1.question.path }.flatMap(\.gaps)
        return InvestigationRecord(
            id: id, program: "inquest \(Gateway.version)", investigatedAt: now, incident: gathered.incident,
            scope: gathered.scope, services: services, dependencies: gathered.topology.dependencies,
            sources: configuration.sources.map(\.description), onset: assessment.onset,
            firstFailingService: assessment.firstFailingService, blastRadius: assessment.blastRadius,
            suspects: assessment.suspects, hypotheses: assessment.hypotheses, remediation: assessment.remediation,
            gaps: merged(asked + gathered.gaps + missingSources() + assessment.gaps + audit.gaps), evidence: evidence,
            findings: findings, namesPeople: configuration.namesPeople, template: configuration.template ?? .standard)
    }

    private func known(_ gathered: Gathered) -> [Service] {
        let configured = configuration.services.map(\.name)
        let names = Set(configured + gathered.observed.map(\.name)).sorted()
        return names.map(gathered.topology.service(named:))
    }

    /// One gap for each thing that was not seen: retries and fan-out repeat the same reason.
    private func merged(_ gaps: [Gap]) -> [Gap] {
        var result: [Gap] = []
        for gap in gaps {
            let twin = result.firstIndex {
                $0.kind == gap.kind && $0.source == gap.source && $0.what == gap.what && $0.reason == gap.reason
            }
            if let twin { result[twin].exchanges += gap.exchanges } else { result.append(gap) }
        }
        return result
    }

    /// Kinds of evidence that an incident of this sort usually leaves and that no configured source could give.
    private func missingSources() -> [Gap] {
        let kinds = Set(configuration.sources.map { $0.description.kind.text })
        let wanted: [(what: String, kinds: Set<String>)] = [
            ("metrics", ["prometheus", "victoriametrics", "directory"]), ("logs", ["loki", "victorialogs", "directory"]),
            ("traces", ["tempo", "jaeger", "directory"]),
            ("alert routing and silences", ["alertmanager"]), ("deploy history", ["argocd", "kubernetes", "directory"]),
            ("commits", ["git", "directory"]),
            ("what the cluster did", ["kubernetes"]), ("checks from outside", ["healthchecks"]),
            ("pages and acknowledgements", ["pagerduty"]), ("what people said", ["slack", "directory"]),
        ]
        return wanted.filter { kinds.isDisjoint(with: $0.kinds) }.map {
            Gap(.noSource, what: $0.what, reason: "no source of this kind is configured")
        }
    }
}
