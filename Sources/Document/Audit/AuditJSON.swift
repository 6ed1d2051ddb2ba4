import AlertAudit
import Core

/// `inquest audit --format json`, schema `inquest.audit/1`. Times are RFC 3339 in UTC, durations seconds, scores 0 to 100.
struct AuditJSON {
    let result: AuditResult

    var text: String { JSONValue.object(document).pretty }

    private var report: AuditReport { result.report }

    private var document: JSONObject {
        JSONObject([
            ("schema", "inquest.audit/1"), ("id", .string(result.id)), ("program", .string(result.program)),
            ("at", .string(report.at.rfc3339Exact)), ("window", EvidenceJSON.window(report.window)),
            ("service", EvidenceJSON.text(result.service)), ("score", score(report.score)),
            ("services", .array(report.services.map(score))), ("counts", counts),
            ("findings", .array(report.findings.map(finding))), ("coverage", .array(report.coverage.map(coverage))),
            ("gaps", .array(report.gaps.map(EvidenceJSON.gap))), ("changes", result.changes.map(changes) ?? .null),
            ("trend", .array(result.trend.map(mark))),
            (
                "cost",
                [
                    "calls": .number(result.cost.calls), "bytes": .number(result.cost.bytes),
                    "seconds": .number(result.cost.seconds),
                ]
            ),
            ("evidence", .array(result.evidence.map { EvidenceJSON.value($0, sources: result.sources) })),
        ])
    }

    private func score(_ score: AuditScore) -> JSONValue {
        [
            "service": EvidenceJSON.text(score.service), "points": .number(score.points),
            "terms": .array(score.terms.map { ["says": EvidenceJSON.text($0.words), "points": .number($0.points)] }),
        ]
    }

    private var counts: JSONValue {
        let counts = report.counts
        return [
            "rules": .number(counts.rules), "recordings": .number(counts.recordings), "checks": .number(counts.checks),
            "silences": .number(counts.silences), "routes": .number(counts.routes), "receivers": .number(counts.receivers),
            "services": .number(counts.services), "suppressed": .number(counts.suppressed),
            "findings": .object(
                JSONObject(AuditSeverity.allCases.reversed().map { ($0.rawValue, .number(counts.findings[$0] ?? 0)) })),
            "findingsByCheck": .object(
                JSONObject(
                    counts.findingsByCheck.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                        ($0.key.rawValue, .number($0.value))
                    })),
        ]
    }

    private func finding(_ finding: AuditFinding) -> JSONValue {
        [
            "id": .string(finding.id), "check": .string(finding.check.rawValue), "severity": .string(finding.severity.rawValue),
            "subject": EvidenceJSON.text(finding.subject), "related": .array(finding.related.map { EvidenceJSON.text($0) }),
            "source": finding.source.map { .string($0.text) } ?? .null, "service": EvidenceJSON.text(finding.service),
            "statement": EvidenceJSON.text(finding.statement), "remedy": EvidenceJSON.text(finding.remedy),
            "facts": EvidenceJSON.facts(finding.facts),
            "evidence": .array(finding.evidence.map { .string($0.description) }),
            "suppressedBy": finding.suppressedBy.map {
                ["reason": EvidenceJSON.text($0.reason), "until": .string($0.until.rfc3339Exact)]
            } ?? .null,
        ]
    }

    private func coverage(_ coverage: AuditCoverage) -> JSONValue {
        func cell(_ cell: AuditCoverage.Cell) -> JSONValue {
            [
                "hasSignal": cell.hasSignal.map { .bool($0) } ?? .null,
                "metrics": .array(cell.metrics.map { EvidenceJSON.text($0) }),
                "watchedBy": .array(cell.rules.map { EvidenceJSON.text($0) }),
            ]
        }
        return [
            "service": EvidenceJSON.text(coverage.service), "errors": cell(coverage.errors), "latency": cell(coverage.latency),
            "saturation": cell(coverage.saturation), "traffic": cell(coverage.traffic),
        ]
    }

    private func changes(_ changes: AuditChanges) -> JSONValue {
        func move(_ move: AuditChanges.Move) -> JSONValue {
            [
                "service": EvidenceJSON.text(move.service), "before": .number(move.before), "after": .number(move.after),
                "trend": .string(move.trend.rawValue),
            ]
        }
        return [
            "since": .string(changes.since.rfc3339Exact), "new": .array(changes.new.map { .string($0.id) }),
            "gone": .array(changes.gone.map(finding)), "still": .array(changes.still.map { .string($0.id) }),
            "estate": move(changes.estate), "services": .array(changes.services.map(move)),
        ]
    }

    private func mark(_ mark: AuditMark) -> JSONValue {
        [
            "id": .string(mark.id), "at": .string(mark.at.rfc3339Exact), "score": .number(mark.score),
            "findings": .number(mark.findings),
        ]
    }
}
