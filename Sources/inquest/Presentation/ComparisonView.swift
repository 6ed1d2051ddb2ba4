import Core
import Document

/// A comparison for a terminal of 80 columns.
struct ComparisonView {
    let comparison: Comparison

    var text: String {
        var lines = [wrap(comparison.summary, ""), ""]
        if !comparison.contradictions.isEmpty {
            lines.append("CONTRADICTIONS (\(comparison.contradictions.count))")
            for found in comparison.contradictions.prefix(60) {
                lines.append(
                    wrap(
                        "  draft line \(found.draft.line): \(found.draftSays) · final line \(found.manual.line):"
                            + " \(found.manualSays)\(found.judgement.map { ". \($0)" } ?? "")", "      "))
                lines.append(wrap("      “\(Terminal.cut(found.manual.text, to: 300))”", "       "))
            }
            lines.append("")
        }
        for fate in [Comparison.Fate.changed, .dropped] {
            let found = comparison.pairs.filter { $0.fate == fate }
            guard !found.isEmpty else { continue }
            lines.append("\(fate.rawValue.uppercased()) (\(found.count))")
            for pair in found.prefix(40) {
                lines.append(wrap("  line \(pair.draft.line)  \(Terminal.cut(pair.draft.text, to: 300))", "      "))
                if let manual = pair.manual {
                    lines.append(wrap("      → line \(manual.line)  \(Terminal.cut(manual.text, to: 300))", "        "))
                }
            }
            if found.count > 40 { lines.append("  and \(found.count - 40) more; --format json has all") }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    private func wrap(_ text: String, _ indent: String) -> String { Terminal.wrap(Terminal.printable(text), indent: indent) }
}
