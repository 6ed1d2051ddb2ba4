import AlertAudit
import Core

/// The findings in SARIF 2.1.0 (OASIS), so that code review and security dashboards can carry them. A rule of an alerting system is
/// no line of a file that is at hand; it is a logical location.
struct AuditSARIF {
    let result: AuditResult

    var text: String {
        let used = Set(result.report.findings.map(\.check))
        let checks = AuditCheckID.allCases.filter(used.contains)
        return SARIFLog(
            program: result.program, id: "audit/" + result.id, rules: checks.map(rule),
            results: result.report.findings.map { finding($0, checks) }
        ).text
    }

    private func rule(_ check: AuditCheckID) -> SARIFLog.Rule {
        SARIFLog.Rule(
            id: check.rawValue, text: check.rawValue.replacing("-", with: " "), level: level(check.severity))
    }

    private func finding(_ finding: AuditFinding, _ checks: [AuditCheckID]) -> JSONValue {
        var object = SARIFLog.result(
            rule(finding.check), at: checks.firstIndex(of: finding.check) ?? -1, level: level(finding.severity),
            finding.statement + " " + finding.remedy)
        let name = (finding.source.map { $0.text + "/" } ?? "") + finding.subject
        object["locations"] = [
            ["logicalLocations": [["fullyQualifiedName": .string(Inert.line(name)), "kind": "resource"]]]
        ]
        object["partialFingerprints"] = ["inquestAudit/v1": .string(finding.id)]
        if let changes = result.changes {
            object["baselineState"] = .string(changes.new.contains { $0.id == finding.id } ? "new" : "unchanged")
        }
        if let suppression = finding.suppressedBy {
            object["suppressions"] = [["kind": "external", "justification": .string(Inert.line(suppression.reason))]]
        }
        return .object(object)
    }

    private func level(_ severity: AuditSeverity) -> SARIFLog.Level {
        switch severity {
        case .critical: .error
        case .warning: .warning
        case .info: .note
        }
    }
}
