import Core

/// Blocks as Markdown that reads well unrendered. Tables of data become lists: see ``Block/table(caption:columns:rows:)``.
struct MarkdownRenderer {
    /// The file that holds the entries that citations lead to; empty for this one.
    var document = ""

    func render(_ blocks: [Block]) -> String {
        var text = ""
        for (place, block) in blocks.enumerated() {
            let part = self.block(block)
            guard !part.isEmpty else { continue }
            // What stands for charts is one list.
            var isInList = false
            if place > 0, case .chart(let chart) = block, chart.text == nil, case .chart = blocks[place - 1] { isInList = true }
            text += (text.isEmpty ? "" : isInList ? "\n" : "\n\n") + part
        }
        return text + "\n"
    }

    private func block(_ block: Block) -> String {
        switch block {
        case .heading(let level, let text, _):
            return String(repeating: "#", count: level) + " " + MarkdownText.escape(text, limit: 200)
        case .paragraph(let inlines): return line(inlines)
        case .remark(let inlines): return "> " + line(inlines)
        case .list(let items): return items.map { "- " + line($0) }.joined(separator: "\n")
        case .facts(let facts):
            return facts.map { "- " + MarkdownText.escape($0.name, limit: 80) + ": " + inline($0.value) }.joined(
                separator: "\n")
        case .code(let text, let language): return MarkdownText.fenced(text, language: language)
        case .table(let caption, let columns, let rows):
            return "*" + MarkdownText.escape(caption) + "*\n\n" + rows.map { row(columns, $0) }.joined(separator: "\n")
        case .chart(let chart):
            let claim = chart.claim.map { "- " + line([.claim($0)]) }
            let picture = chart.text.map { text in
                (chart.title.map { "*" + MarkdownText.escape($0) + "*\n\n" } ?? "") + MarkdownText.fenced(text, language: "")
            }
            return [claim, picture].compactMap { $0 }.joined(separator: "\n\n")
        case .annotated(let rows): return rows.map(annotated).joined(separator: "\n")
        case .entry(let id, let title, let body):
            return (["#### " + id, line(title)] + body.map(self.block)).filter { !$0.isEmpty }.joined(separator: "\n\n")
        }
    }

    /// `- first · Second: … · Third: …`; columns left for people are shown as blanks to fill in.
    private func row(_ columns: [String], _ cells: [[Inline]]) -> String {
        var parts: [String] = []
        for (column, cell) in zip(columns, cells) {
            let text = inline(cell)
            if parts.isEmpty {
                parts.append(MarkdownText.guardStart(text))
            } else {
                parts.append(
                    ["Source", "What happened", "What was seen"].contains(column)
                        ? text : column + ": " + (text.isEmpty ? "\\_\\_\\_" : text))
            }
        }
        return "- " + parts.joined(separator: " · ")
    }

    /// Headings as headings; statements as items, each with what is said of it below.
    private func annotated(_ row: AnnotatedRow) -> String {
        let text = MarkdownText.escape(row.text)
        if row.role == .heading { return "\n" + String(repeating: "#", count: row.level) + " " + text + "\n" }
        let quoted = row.role == .code ? MarkdownText.code(row.text, limit: 160) : text
        let head = "- \(row.sign) *line \(row.line)* · " + quoted
        return row.remarks.isEmpty ? head : head + "\n  - " + line(row.remarks)
    }

    private func line(_ inlines: [Inline]) -> String { MarkdownText.guardStart(inline(inlines)) }

    private func inline(_ inlines: [Inline]) -> String { inlines.map(inline).joined() }

    private func inline(_ inline: Inline) -> String {
        switch inline {
        case .say(let text), .data(let text): return MarkdownText.escape(text)
        case .code(let text): return MarkdownText.code(text)
        case .strong(let inner):
            // Emphasis does not end next to a space, so spaces stand outside of it.
            let text = self.inline(inner)
            let core = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            guard !core.isEmpty else { return text }
            return (text.hasPrefix(" ") ? " " : "") + "**" + core + "**" + (text.hasSuffix(" ") ? " " : "")
        case .claim(let claim): return sentence(claim.text) + " " + cite(claim.citations)
        case .part(let claim, let text): return sentence(text) + " " + cite(claim.citations)
        case .cite(let citations): return cite(citations)
        case .link(let text, let link): return "[" + MarkdownText.code(text) + "](" + MarkdownText.target(link.url) + ")"
        case .asked(let instant): return "asked " + instant.rfc3339()
        }
    }

    private func sentence(_ text: String) -> String {
        ClaimText.runs(text).map { $0.isCode ? MarkdownText.code($0.text) : MarkdownText.escape($0.text) }.joined()
    }

    /// `[E12](#e12)`: the headings of the entries have these anchors in every renderer that makes anchors of headings.
    private func cite(_ citations: [Claim.Citation]) -> String {
        citations.map { "[\($0)](\(document)#\($0.description.lowercased()))" }.joined(separator: " ")
    }
}
