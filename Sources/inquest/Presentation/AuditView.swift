import AlertAudit
import Core
import Document

/// An audit for a terminal of 80 columns.
struct AuditView {
    let result: AuditResult
    private var report: AuditReport { result.report }

    var text: String {
        var lines = [heading, ""]
        if let changes = result.changes {
            let moved = "\(whole(changes.estate.before)) before"
            lines += [
                Terminal.wrap(
                    "Since \(changes.since.date) \(changes.since.clock): \(changes.new.count) new, \(changes.gone.count) gone,"
                        + " \(changes.still.count) still there; score \(whole(changes.estate.after)), \(moved)."), "",
            ]
        }
        if result.trend.count > 2 {
            let scores = result.trend.suffix(12).map { whole($0.score) }.joined(separator: " ")
            lines += ["Scores of the last audits: \(scores)", ""]
        }
        let new = Set(result.changes?.new.map(\.id) ?? [])
        for severity in AuditSeverity.allCases.reversed() {
            let found = report.open.filter { $0.severity == severity }
            guard !found.isEmpty else { continue }
            lines.append("\(severity.rawValue.uppercased()) (\(found.count))")
            for finding in found {
                let head =
                    "  \(finding.check.rawValue)  \(Terminal.printable(finding.subject))"
                    + (new.contains(finding.id) ? "  NEW" : "")
                lines.append(Terminal.cut(head, to: 80))
                let cited = finding.evidence.isEmpty ? "" : " [\(cited(finding.evidence))]"
                lines.append(Terminal.wrap("      " + Terminal.printable(finding.statement) + cited, indent: "      "))
                lines.append(Terminal.wrap("      → " + Terminal.printable(finding.remedy), indent: "        "))
            }
            lines.append("")
        }
        lines += lowest + gaps
        return lines.joined(separator: "\n") + "\n"
    }

    private var heading: String {
        let counts = report.counts
        let found = AuditSeverity.allCases.reversed().map { severity in
            "\(report.open.count { $0.severity == severity }) \(severity.rawValue)"
        }
        let subject = result.service.map { "\(Terminal.printable($0)): " } ?? ""
        let points = result.service == nil ? report.score.points : report.services.first?.points ?? report.score.points
        return Terminal.wrap(
            "\(subject)Score \(whole(points)) of 100. \(counts.rules) rules, \(counts.checks) checks, \(counts.silences)"
                + " silences, \(counts.routes) routes, \(counts.services) services; \(found.joined(separator: ", "))"
                + (counts.suppressed > 0 ? "; \(counts.suppressed) suppressed." : "."))
    }

    private var lowest: [String] {
        guard result.service == nil else {
            return report.services.flatMap { score in
                score.terms.map { term in
                    Terminal.cut("  \(pad(term.points)) \(Terminal.printable(term.words))", to: 80)
                }
            } + [""]
        }
        let low = report.services.filter { $0.points < 100 }.sorted {
            ($0.points, $0.service ?? "") < ($1.points, $1.service ?? "")
        }
        guard !low.isEmpty else { return [] }
        return ["LOWEST SCORES"]
            + low.prefix(10).map {
                Terminal.cut("  \(pad($0.points)) \(Terminal.printable($0.service ?? ""))", to: 80)
            } + [""]
    }

    private var gaps: [String] {
        guard !report.gaps.isEmpty else { return [] }
        return ["NOT AUDITED (\(report.gaps.count))"]
            + report.gaps.prefix(12).map { gap in
                let source = gap.source.map { "\($0.text): " } ?? ""
                return Terminal.wrap(
                    "  " + Terminal.printable(source + gap.what + ": " + String(gap.reason.prefix(400))), indent: "    ")
            } + (report.gaps.count > 12 ? ["  and \(report.gaps.count - 12) more; --format json has all"] : [])
    }

    /// `E12, E40, E7 and 20 more`: what `inquest show` can be asked for.
    private func cited(_ evidence: [EvidenceID]) -> String {
        evidence.prefix(3).map(\.description).joined(separator: ", ")
            + (evidence.count > 3 ? " and \(evidence.count - 3) more" : "")
    }

    private func whole(_ value: Double) -> String { String(Int(value.rounded())) }

    private func pad(_ value: Double) -> String {
        let text = whole(value)
        return String(repeating: " ", count: max(0, 4 - text.count)) + text
    }
}
