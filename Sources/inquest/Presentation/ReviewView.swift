import Core
import Document

/// A review for a terminal of 80 columns: the worst first.
struct ReviewView {
    let review: Review

    var text: String {
        var lines = [heading, ""]
        lines += entries("CONTRADICTED", .contradicted)
        lines += timeline
        if !review.omissions.isEmpty {
            lines.append("OMITTED (\(review.omissions.count))")
            lines += review.omissions.map { item($0.text, $0.citations) } + [""]
        }
        lines += entries("NO EVIDENCE", .unsupported)
        if !review.language.isEmpty {
            lines.append("WORDING (\(review.language.count))")
            for (rule, remarks) in review.languageByRule {
                lines.append(wrap("  \(rule.reason) \(rule.suggestion)", "  "))
                for remark in remarks.prefix(12) {
                    lines.append(wrap("      line \(remark.line)  “\(remark.quote)”", "        "))
                }
                if remarks.count > 12 { lines.append("      and \(remarks.count - 12) more; --format json has all") }
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    private var heading: String {
        let score = review.score
        return wrap(
            "\(review.manuscript.title ?? review.manuscript.name): of \(score.checkable) statements of fact"
                + " \(score.supported) are supported, \(score.contradicted) contradicted, \(score.unsupported) without evidence."
                + " Investigation \(review.record.id).", "")
    }

    private func entries(_ title: String, _ verdict: Ruling.Verdict) -> [String] {
        let found = review.entries.filter { $0.ruling.verdict == verdict }
        guard !found.isEmpty else { return [] }
        let shown = found.prefix(100)
        var lines = ["\(title) (\(found.count))"]
        for entry in shown {
            lines.append(wrap("  line \(entry.statement.line)  \(cut(entry.statement.text, 400))", "      "))
            for correction in entry.ruling.corrections {
                lines.append(wrap("      \(correction.said) → \(correction.holds) \(cited(correction.citations))", "        "))
            }
            if let problem = entry.ruling.problem {
                let citations = entry.ruling.corrections.isEmpty ? " " + cited(entry.ruling.citations) : ""
                lines.append(wrap("      \(problem)\(citations)", "      "))
            }
            if let needed = entry.ruling.needed { lines.append(wrap("      needed: \(needed)", "        ")) }
        }
        if found.count > shown.count { lines.append("  and \(found.count - shown.count) more; --format json has all") }
        return lines + [""]
    }

    private var timeline: [String] {
        let score = review.timeline
        guard score.entries > 0 || !score.missing.isEmpty else { return [] }
        return ["TIMELINE", wrap("  " + score.sentence, "  ")]
            + review.missingEvents.map { item("missing: " + $0.text, $0.citations) } + [""]
    }

    private func item(_ text: String, _ citations: [Claim.Citation]) -> String {
        wrap("  \(text) \(cited(citations))", "      ")
    }

    private func cited(_ citations: [Claim.Citation]) -> String {
        citations.isEmpty ? "" : "[\(citations.prefix(6).map(\.description).joined(separator: " "))]"
    }

    private func cut(_ text: String, _ limit: Int) -> String { Terminal.cut(text, to: limit) }

    private func wrap(_ text: String, _ indent: String) -> String { Terminal.wrap(Terminal.printable(text), indent: indent) }
}
