import AlertAudit
import Analysis
import Core
import Document
import Testing

/// What the audit says of checks stands in documents only if each value in it is held by what it cites.
@Suite("Sentences about checks") struct CheckClaimsTests {
    private static func at(_ text: String) -> Instant { Instant(rfc3339: "2026-11-20T\(text)Z") ?? Instant(seconds: 0) }

    private static let scope = Scope(
        window: TimeWindow(from: at("14:00:00"), to: at("15:05:00")),
        baseline: TimeWindow(from: at("12:00:00"), to: at("14:00:00")))

    private static func check(
        _ name: String, grace: Double, status: String = "up", channels: [String]? = ["mail"], manual: Bool = false,
        lastRun: String = "13:50:00", duration: Double? = nil, purpose: String? = nil
    ) -> Observation {
        .check(
            CheckConfiguration(
                id: name, name: name, schedule: "every 900 s", period: 900, grace: grace, status: status, lastRun: at(lastRun),
                lastDuration: duration, tags: ["checkout"], channels: channels, needsManualResume: manual, interval: 900,
                purpose: purpose))
    }

    private static let observations: [(Observation, String?)] = {
        let hole = CheckRuns.Hole(
            from: at("14:15:13.502"), to: at("15:00:14.12"), due: [at("14:30:13.502"), at("14:45:13.502")])
        let flip = { (state: CheckFlip.State) in Observation.checkFlip(CheckFlip(check: "order", name: "order", state: state)) }
        return [
            (check("settlement", grace: 43_200), nil),
            (.checkRuns(CheckRuns(check: "settlement", name: "settlement", runs: [], holes: [hole])), nil),
            (check("batch 7", grace: 43_200, duration: 1805), nil),
            (check("paused", grace: 60, status: "paused", manual: true, purpose: "Paused during PAY-2180, 3 days."), nil),
            (check("mute", grace: 60, status: "down", channels: []), nil), (check("order", grace: 180, channels: []), nil),
            (flip(.down), "14:24:05"), (flip(.up), "14:26:05"),
        ]
    }()

    @Test("every sentence is held by the findings, and by what they cite")
    func held() throws {
        let key = CallKey(investigation: "i", round: 0, path: "p", step: 0, index: 0)
        var evidence: [Evidence] = []
        for (observation, time) in Self.observations {
            var item = Evidence(observation, from: [key], stamp: time.map { Stamp(Self.at($0)) })
            item.id = EvidenceID(evidence.count + 1)
            evidence.append(item)
        }
        var onset = Finding(
            .onset, service: "checkout", time: Self.at("14:23:57"), statement: "It began at 14:23:57.",
            facts: ["onset": .time(Self.at("14:23:57"))], evidence: [EvidenceID(6)])
        onset.id = FindingID(1)
        let incident = Incident(title: "t", services: ["checkout"], origin: "test")
        let file = CaseFile(incident: incident, scope: Self.scope, services: [], dependencies: [], evidence: evidence)
        let assessment = Assessment(
            findings: [onset], onset: onset.id, firstFailingService: "checkout", blastRadius: [], suspects: [], hypotheses: [],
            remediation: .none, gaps: [])
        var findings = [onset] + AlertingAudit(caseFile: file, assessment: assessment).findings()
        for index in findings.indices { findings[index].id = FindingID(index + 1) }
        #expect(Set(findings.map(\.kind)).isSuperset(of: [.holdTooLong, .silenced, .deadEnd]))
        let record = InvestigationRecord(
            id: "i", program: "inquest", investigatedAt: Self.at("15:10:00"), incident: incident, scope: Self.scope,
            services: [], dependencies: [], sources: [], onset: onset.id, firstFailingService: "checkout", blastRadius: [],
            suspects: [], hypotheses: [], remediation: .none, gaps: [], evidence: evidence, findings: findings)
        let verifier = ClaimVerifier(record)
        let told = findings.filter { $0.facts["check"] != nil }
        #expect(told.count == 5)
        for finding in told {
            let (verdict, problem) = verifier.verify(finding.statement, citing: [.finding(finding.id)])
            #expect(verdict == .supported, "\(finding.statement): \(problem ?? "")")
        }
    }
}
