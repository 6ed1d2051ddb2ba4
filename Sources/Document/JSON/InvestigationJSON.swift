import Core

/// `investigation.json`, schema `inquest.investigation/1`. Times are RFC 3339 in UTC, durations seconds.
struct InvestigationJSON {
    /// Lines of one piece of log evidence that are written out; the rest are counted.
    static let logLines = 100

    let record: InvestigationRecord
    let claims: [Claim]
    let timeline: [TimelineEntry]

    var text: String { JSONValue.object(document).pretty }

    private var document: JSONObject {
        JSONObject([
            ("schema", "inquest.investigation/1"), ("id", .string(record.id)), ("program", .string(record.program)),
            ("incident", incident), ("window", EvidenceJSON.window(record.scope.window)),
            ("baseline", EvidenceJSON.window(record.scope.baseline)), ("onset", onset),
            ("firstFailingService", record.firstFailingService.map { .string($0) } ?? .null),
            ("blastRadius", strings(record.blastRadius)), ("suspects", .array(record.suspects.map(suspect))),
            ("hypotheses", .array(record.hypotheses.map(hypothesis))), ("remediation", .string(record.remediation.rawValue)),
            ("fields", fields),
            ("impact", impact), ("timeline", .array(timeline.map(entry))), ("detection", detection),
            ("gaps", .array(record.gaps.map(EvidenceJSON.gap))),
            ("evidence", .array(record.evidence.map { EvidenceJSON.value($0, sources: record.sources) })),
            ("findings", .array(record.findings.map(finding))), ("claims", .array(claims.map(claim))),
        ])
    }

    /// What the incident is counted by; `null` is not known.
    private var fields: JSONValue {
        let fields = StructuredFields(record)
        func stretch(_ stretch: StructuredFields.Stretch?) -> JSONValue {
            guard let stretch else { return .null }
            return ["seconds": .number(stretch.seconds), "finding": .string(stretch.finding.id.description)]
        }
        func kind(_ kind: String?, _ finding: Finding?) -> JSONValue {
            guard let kind, let finding else { return .null }
            return ["kind": .string(kind), "finding": .string(finding.id.description)]
        }
        return [
            "services": strings(fields.services),
            "factors": .array(
                fields.factors.map { ["factor": .string($0.factor.rawValue), "findings": findings($0.findings)] }),
            "trigger": fields.trigger?.change.map {
                ["kind": .string($0.kind.rawValue), "id": EvidenceJSON.text($0.id)]
            } ?? .null,
            "detection": kind(fields.detection?.kind.rawValue, fields.detection?.finding),
            "mitigation": kind(fields.mitigation?.kind.rawValue, fields.mitigation?.finding),
            "timeToDetect": stretch(fields.detect), "timeToAcknowledge": stretch(fields.acknowledge),
            "timeToMitigate": stretch(fields.mitigate), "timeToResolve": stretch(fields.resolve),
        ]
    }

    private var incident: JSONValue {
        [
            "title": EvidenceJSON.text(record.incident.title), "services": strings(record.incident.services),
            "reportedAt": time(record.incident.reportedAt), "resolvedAt": time(record.incident.resolvedAt),
            "origin": EvidenceJSON.text(record.incident.origin),
        ]
    }

    private var onset: JSONValue {
        guard let onset = record.findings.first(where: { $0.id == record.onset }) else { return .null }
        return [
            "time": time(onset.time), "service": EvidenceJSON.text(onset.service ?? record.firstFailingService),
            "signal": EvidenceJSON.text(onset.facts["title"]?.text ?? onset.facts["signal"]?.text),
            "evidence": evidence(onset.evidence), "finding": .string(onset.id.description),
        ]
    }

    private func suspect(_ suspect: Suspect) -> JSONValue {
        [
            "service": EvidenceJSON.text(suspect.service), "score": .number(suspect.score), "onset": time(suspect.onset),
            "terms": terms(suspect.terms), "evidence": evidence(suspect.evidence),
        ]
    }

    private func terms(_ terms: [Hypothesis.Term]) -> JSONValue {
        .array(
            terms.map { ["name": EvidenceJSON.text($0.name), "value": .number($0.value), "says": EvidenceJSON.text($0.says)] })
    }

    private func hypothesis(_ hypothesis: Hypothesis) -> JSONValue {
        let change: JSONValue =
            hypothesis.change.map { ["kind": .string($0.kind.rawValue), "id": EvidenceJSON.text($0.id)] } ?? .null
        return [
            "rank": .number(hypothesis.rank), "family": .string(hypothesis.family.rawValue),
            "service": EvidenceJSON.text(hypothesis.service), "change": change,
            "confidence": .string(hypothesis.confidence.rawValue),
            "score": .number(hypothesis.score),
            "terms": terms(hypothesis.terms),
            "supports": findings(hypothesis.supports), "refutes": findings(hypothesis.refutes),
            "untested": strings(hypothesis.untested), "refuted": .bool(hypothesis.isRefuted),
            "statement": EvidenceJSON.text(hypothesis.statement), "evidence": evidence(hypothesis.evidence),
        ]
    }

    /// What is counted: requests and the error budget as the findings have them. `null`: not known.
    private var impact: JSONValue {
        func named(_ finding: Finding, _ word: String) -> Bool {
            finding.facts.keys.contains { $0.lowercased().hasPrefix(word) }
        }
        let impacts = record.findings.filter { $0.kind == .impact }
        return [
            "requests": counted(impacts.filter { !named($0, "users") }),
            "errorBudget": counted(record.findings.filter { $0.kind == .errorBudget }),
            "users": counted(impacts.filter { named($0, "users") }),
        ]
    }

    /// The first finding's facts, and any others under `also`.
    private func counted(_ found: [Finding]) -> JSONValue {
        guard let first = found.first else { return .null }
        var object = counted(first)
        if found.count > 1 { object["also"] = .array(found.dropFirst().map { .object(counted($0)) }) }
        return .object(object)
    }

    private func counted(_ finding: Finding) -> JSONObject {
        [
            "finding": .string(finding.id.description), "service": EvidenceJSON.text(finding.service),
            "facts": EvidenceJSON.facts(finding.facts),
            "evidence": evidence(finding.evidence),
        ]
    }

    private func entry(_ entry: TimelineEntry) -> JSONValue {
        [
            "time": .string(entry.time.rfc3339Exact), "lane": .string(entry.lane.rawValue),
            "text": EvidenceJSON.text(entry.text),
            "claim": .string(entry.claim.id), "citations": citations(entry.claim.citations),
        ]
    }

    private var detection: JSONValue {
        let kinds: Set<Finding.Kind> = [
            .alertFired, .checkFlipped, .page, .acknowledgement, .detectionDelay, .thresholdTooHigh, .holdTooLong, .silenced,
            .forgottenSilence,
            .missingAlert,
            .deadEnd,
        ]
        return .array(
            record.findings.filter { kinds.contains($0.kind) }.map { finding in
                [
                    "finding": .string(finding.id.description), "kind": .string(finding.kind.rawValue),
                    "service": EvidenceJSON.text(finding.service), "time": time(finding.time),
                    "statement": EvidenceJSON.text(finding.statement), "facts": EvidenceJSON.facts(finding.facts),
                    "evidence": evidence(finding.evidence),
                ]
            })
    }

    private func finding(_ finding: Finding) -> JSONValue {
        [
            "id": .string(finding.id.description), "kind": .string(finding.kind.rawValue),
            "service": EvidenceJSON.text(finding.service),
            "time": time(finding.time), "statement": EvidenceJSON.text(finding.statement),
            "facts": EvidenceJSON.facts(finding.facts),
            "evidence": evidence(finding.evidence),
        ]
    }

    private func claim(_ claim: Claim) -> JSONValue {
        var object: JSONObject = [
            "id": .string(claim.id), "text": EvidenceJSON.text(claim.text), "verdict": .string(claim.verdict.rawValue),
            "citations": citations(claim.citations),
        ]
        if let problem = claim.problem { object["problem"] = EvidenceJSON.text(problem) }
        return .object(object)
    }

    private func citations(_ citations: [Claim.Citation]) -> JSONValue { .array(citations.map { .string($0.description) }) }

    private func evidence(_ ids: [EvidenceID]) -> JSONValue { .array(ids.map { .string($0.description) }) }

    private func findings(_ ids: [FindingID]) -> JSONValue { .array(ids.map { .string($0.description) }) }

    private func strings(_ texts: [String]) -> JSONValue { .array(texts.map { EvidenceJSON.text($0) }) }

    private func time(_ instant: Instant?) -> JSONValue { instant.map { .string($0.rfc3339Exact) } ?? .null }
}
