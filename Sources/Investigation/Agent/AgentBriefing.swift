import Core
import Document

/// What the playbook concluded, for a model: findings and hypotheses with their ids, gaps, and a list of the evidence.
enum AgentBriefing {
    /// - Parameter limit: UTF-8 bytes; the list of evidence is what is left out first.
    static func lines(_ record: InvestigationRecord, limit: Int) -> [String] {
        var lines = ["incident: \(record.incident.title)", "services: \(record.incident.services.joined(separator: ", "))"]
        if let first = record.firstFailingService { lines.append("failed first: \(first)") }
        if !record.blastRadius.isEmpty { lines.append("reaches: \(record.blastRadius.joined(separator: ", "))") }
        for hypothesis in record.hypotheses {
            let verdict = hypothesis.isRefuted ? "refuted" : hypothesis.confidence.rawValue
            lines.append("hypothesis (\(verdict)): \(hypothesis.statement)")
            for untested in hypothesis.untested.prefix(4) { lines.append("  not tested: \(untested)") }
        }
        lines += record.gaps.prefix(20).map { "gap (\($0.kind.rawValue)): \($0.what): \($0.reason)" }
        lines += record.findings.map { finding in
            "\(finding.id): \(finding.statement) [\(finding.evidence.prefix(6).map(\.description).joined(separator: " "))]"
        }
        lines.append("evidence:")
        lines += record.evidence.map(CompactEvidence.title)
        var bytes = 0
        let shown = lines.prefix { line in
            bytes += line.utf8.count + 1
            return bytes <= limit
        }
        let rest = lines.count - shown.count
        return shown
            + (rest > 0
                ? ["\(rest) more lines are not shown; the tool evidence shows any of E1 to E\(record.evidence.count)"] : [])
    }
}
