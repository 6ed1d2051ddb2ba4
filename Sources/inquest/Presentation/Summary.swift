import Analysis
import Core
import Document
import Foundation
import Investigation

/// What the command line says of an investigation: at 80 columns, the answer first.
struct Summary {
    let finished: Inquiry.Finished

    var text: String {
        let record = finished.record
        var lines: [String] = []
        lines.append(Terminal.wrap(Terminal.printable(record.incident.title)))
        if let onset = record.findings.first(where: { $0.id == record.onset }) {
            lines.append(row("onset", "\(Terminal.printable(onset.statement)) [\(onset.id)]"))
        }
        if let service = record.firstFailingService { lines.append(row("failed first", Terminal.printable(service))) }
        if !record.blastRadius.isEmpty {
            lines.append(row("reaches", Terminal.printable(record.blastRadius.joined(separator: ", "))))
        }
        for hypothesis in record.hypotheses {
            let label = hypothesis.isRefuted ? "refuted" : "\(hypothesis.rank). \(hypothesis.confidence.rawValue)"
            lines.append(row(label, Terminal.printable(hypothesis.statement)))
        }
        if record.hypotheses.isEmpty { lines.append(row("cause", "nothing that was seen explains it")) }
        let detection: Set<Finding.Kind> = [
            .thresholdTooHigh, .holdTooLong, .silenced, .forgottenSilence, .missingAlert, .deadEnd,
        ]
        for finding in record.findings where detection.contains(finding.kind) {
            lines.append(row("alerting", "\(Terminal.printable(finding.statement)) [\(finding.id)]"))
        }
        for finding in record.findings where [.resolution, .conflict].contains(finding.kind) {
            lines.append(
                row(
                    finding.kind == .conflict ? "conflict" : "resolved",
                    "\(Terminal.printable(finding.statement)) [\(finding.id)]"))
        }
        lines.append(row("not seen", "\(record.gaps.count) \(record.gaps.count == 1 ? "gap" : "gaps"), listed in the document"))
        let supported = finished.claims.count { $0.verdict == .supported }
        lines.append(row("claims", "\(supported) of \(finished.claims.count) supported by the evidence cited"))
        if let account = record.model { lines += model(account) }
        return lines.joined(separator: "\n")
    }

    /// What the model did, and what it took, beside what the replies themselves would have been.
    private func model(_ account: ModelAccount) -> [String] {
        let about = account.isEstimated ? "about " : ""
        let cost = account.cost.map { ", cost \((($0) * 10_000).rounded() / 10_000)" } ?? ""
        let held = finished.modelStatementsHeld
        return [
            row(
                "model",
                "\(Terminal.printable(account.model)): \(ValueText.counted(account.turns, "turn")), \(ValueText.counted(account.questions, "question")) asked, \(held) of "
                    + "\(ValueText.counted(account.statements.count, "sentence")) held; ended because \(Terminal.printable(account.ending))"
            ),
            row(
                "tokens",
                "\(about)\(account.tokensRead) read and \(account.tokensWritten) written\(cost); the raw replies alone are about "
                    + "\(account.rawTokens), and would be read again with every answer"),
        ]
    }

    private func row(_ label: String, _ text: String) -> String {
        let indent = String(repeating: " ", count: 14)
        return Terminal.pad(label, to: 14) + Terminal.wrap(indent + text, indent: indent).dropFirst(14)
    }
}
