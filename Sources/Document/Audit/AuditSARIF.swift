import AlertAudit
import Core

/// The findings in SARIF 2.1.0 (OASIS), so that code review and security dashboards can carry them. A rule of an alerting system is
/// no line of a file that is at hand; it is a logical location.
struct AuditSARIF {
    let result: AuditResult

    var text: String {
        let used = Set(result.report.findings.map(\.check))
        let rules = AuditCheckID.allCases.filter(used.contains)
        let document: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": ["name": "inquest", "version": .string(version), "rules": .array(rules.map(rule))]],
                    "automationDetails": ["id": .string("audit/" + result.id)],
                    "results": .array(result.report.findings.map { finding($0, rules) }),
                ]
            ],
        ]
        return document.pretty
    }

    private var version: String { result.program.split(separator: " ").last.map(String.init) ?? result.program }

    private func rule(_ check: AuditCheckID) -> JSONValue {
        [
            "id": .string(check.rawValue), "name": .string(check.rawValue),
            "shortDescription": ["text": .string(check.rawValue.replacing("-", with: " "))],
            "defaultConfiguration": ["level": .string(level(check.severity))],
        ]
    }

    private func finding(_ finding: AuditFinding, _ rules: [AuditCheckID]) -> JSONValue {
        var object: JSONObject = [
            "ruleId": .string(finding.check.rawValue), "ruleIndex": .number(rules.firstIndex(of: finding.check) ?? -1),
            "level": .string(level(finding.severity)),
            "message": ["text": .string(Inert.line(finding.statement + " " + finding.remedy, limit: 4_000))],
            "locations": [
                [
                    "logicalLocations": [
                        [
                            "fullyQualifiedName": .string(
                                Inert.line((finding.source.map { $0.text + "/" } ?? "") + finding.subject)),
                            "kind": "resource",
                        ]
                    ]
                ]
            ],
            "partialFingerprints": ["inquestAudit/v1": .string(finding.id)],
        ]
        if let changes = result.changes {
            object["baselineState"] = .string(changes.new.contains { $0.id == finding.id } ? "new" : "unchanged")
        }
        if let suppression = finding.suppressedBy {
            object["suppressions"] = [["kind": "external", "justification": .string(Inert.line(suppression.reason))]]
        }
        return .object(object)
    }

    private func level(_ severity: AuditSeverity) -> String {
        switch severity {
        case .critical: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }
}
