import Core

/// Makes passages of the elements and texts of an HTML document as they come.
struct HTMLPassages {
    /// The attributes that it wants to know of.
    static let attributes: Set<String> = ["hidden", "style", "aria-hidden"]

    private(set) var passages: [Passage] = []
    private(set) var title: String?

    private var open: Passage?
    /// Elements that are open and whose text is not read, from the outermost on; all that is inside is passed over.
    private var hidden = 0
    private var quotes = 0
    private var codes = 0
    /// Inside `pre`: line breaks are the author's.
    private var blocks = 0
    /// A link's text, until it is known to be no citation.
    private var link: String?
    private var isInTitle = false
    private var table: [Table] = []
    private var term: String?
    private let firstLine: Int

    private struct Table {
        var headers: [String] = []
        var cells: [Flow] = []
        var areHeaders: [Bool] = []
        var line = 1
        var isFirstRow = true
    }

    init(firstLine: Int) { self.firstLine = firstLine }

    private static let unread: Set<String> = [
        "script", "style", "template", "svg", "math", "nav", "iframe", "object", "select", "textarea", "noscript", "audio",
        "video",
        "canvas", "button",
    ]
    private static let breaking: Set<String> = [
        "p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "dl", "table", "tbody", "thead",
        "tfoot",
        "figure", "figcaption", "caption", "address", "hr", "details", "summary", "body", "fieldset", "center",
    ]
    private static let empty: Set<String> = [
        "br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "source",
    ]

    mutating func start(_ name: String, _ attributes: [String: String], line: Int) {
        let line = line + firstLine - 1
        if hidden > 0 || HTMLPassages.unread.contains(name) || isHidden(attributes) {
            if !HTMLPassages.empty.contains(name) { hidden += 1 }
            return
        }
        switch name {
        case "title" where title == nil && passages.isEmpty && open == nil: isInTitle = true
        case "h1", "h2", "h3", "h4", "h5", "h6":
            close()
            begin(.heading(name.utf8.last.map { Int($0) - 0x30 } ?? 1), line)
        case "li":
            close()
            begin(.item, line)
        case "dt":
            close()
            begin(.paragraph, line)
        case "dd":
            close()
            begin(.item, line)
            if let term { open?.flow.append(term.hasSuffix(":") ? term + " " : term + ": ", line: line) }
            term = nil
        case "pre":
            close()
            blocks += 1
            begin(.code, line)
        case "blockquote":
            close()
            quotes += 1
        case "code", "kbd", "samp", "tt": codes += 1
        case "br": breakLine(line)
        case "a": link = ""
        case "table":
            close()
            table.append(Table())
        case "tr": if !table.isEmpty { table[table.count - 1].line = line }
        case "td", "th": beginCell(isHeader: name == "th")
        default: if HTMLPassages.breaking.contains(name) { closeUnlessInCell(line) }
        }
    }

    mutating func end(_ name: String, line: Int) {
        let line = line + firstLine - 1
        if hidden > 0 {
            if !HTMLPassages.empty.contains(name) { hidden -= 1 }
            return
        }
        switch name {
        case "title": isInTitle = false
        case "dt":
            term = open?.flow.text
            open = nil
        case "pre":
            close()
            blocks = max(0, blocks - 1)
        case "blockquote":
            close()
            quotes = max(0, quotes - 1)
        case "code", "kbd", "samp", "tt": codes = max(0, codes - 1)
        case "a": endLink(line)
        case "tr": endRow(line)
        case "table":
            endRow(line)
            if !table.isEmpty { table.removeLast() }
        case "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd": closeUnlessInCell(line)
        default: if HTMLPassages.breaking.contains(name) { closeUnlessInCell(line) }
        }
    }

    mutating func text(_ text: String, endLine: Int) {
        guard hidden == 0 else { return }
        let line = endLine + firstLine - 1 - text.utf8.count { $0 == 0x0A }
        if isInTitle {
            title = String(((title ?? "") + text).prefix(2_000))
        } else if link != nil {
            link? += text
            // Citations are short; a link that is not goes on as text.
            if (link?.utf8.count ?? 0) > 12 { flushLink(line) }
        } else {
            add(text, line)
        }
    }

    mutating func finish() {
        flushLink(passages.last?.endLine ?? firstLine)
        endRow(passages.last?.endLine ?? firstLine)
        close()
        title = title.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        if title?.isEmpty == true { title = nil }
    }

    // MARK: Text

    private mutating func add(_ text: String, _ line: Int) {
        if let place = cell {
            table[table.count - 1].cells[place].append(text, line: line, isCode: codes > 0)
            return
        }
        if open == nil {
            guard text.utf8.contains(where: { $0 > 0x20 }) else { return }
            begin(.paragraph, line + text.utf8.prefix { $0 <= 0x20 }.count { $0 == 0x0A })
        }
        open?.flow.append(text, line: line, isCode: codes > 0 || blocks > 0)
    }

    private var cell: Int? {
        guard let last = table.last, !last.cells.isEmpty else { return nil }
        return last.cells.count - 1
    }

    private mutating func breakLine(_ line: Int) {
        flushLink(line)
        if let place = cell {
            table[table.count - 1].cells[place].breakLine(hard: true, line: line)
        } else {
            open?.flow.breakLine(hard: true, line: line)
        }
    }

    private mutating func flushLink(_ line: Int) {
        guard let text = link else { return }
        link = nil
        add(text, line)
    }

    private mutating func endLink(_ line: Int) {
        guard let text = link, let citation = Claim.Citation(parsing: text.filter { !$0.isWhitespace }) else {
            flushLink(line)
            return
        }
        link = nil
        if let place = cell {
            table[table.count - 1].cells[place].cite(citation)
        } else {
            open?.flow.cite(citation)
        }
    }

    // MARK: Blocks

    private mutating func begin(_ kind: Passage.Kind, _ line: Int) {
        open = Passage(kind: kind, line: line, endLine: line, isQuoted: quotes > 0)
    }

    private mutating func close() {
        flushLink(open?.line ?? firstLine)
        guard var passage = open else { return }
        open = nil
        guard !passage.flow.isBlank else { return }
        let span = passage.flow.span(passage.flow.scalars.indices)
        passage.line = span.line
        passage.endLine = span.endLine
        passages.append(passage)
    }

    private mutating func closeUnlessInCell(_ line: Int) {
        if cell != nil { breakLine(line) } else { close() }
    }

    private mutating func beginCell(isHeader: Bool) {
        guard !table.isEmpty else { return close() }
        flushLink(table[table.count - 1].line)
        table[table.count - 1].cells.append(Flow())
        table[table.count - 1].areHeaders.append(isHeader)
    }

    private mutating func endRow(_ line: Int) {
        flushLink(line)
        guard var last = table.last, !last.cells.isEmpty else { return }
        let isHeader = last.isFirstRow && last.cells.count > 1 && last.areHeaders.allSatisfy { $0 }
        if isHeader {
            last.headers = last.cells.map(\.text)
        } else {
            var passage = Passage(
                kind: .row(last.headers), line: last.line, endLine: max(last.line, line), isQuoted: quotes > 0)
            passage.cells = last.cells
            if let first = last.cells.first(where: { !$0.isEmpty }) {
                passage.line = first.span(first.scalars.indices).line
                passages.append(passage)
            }
        }
        last.cells = []
        last.areHeaders = []
        last.isFirstRow = false
        table[table.count - 1] = last
    }

    private func isHidden(_ attributes: [String: String]) -> Bool {
        if attributes["hidden"] != nil || attributes["aria-hidden"] == "true" { return true }
        guard let style = attributes["style"] else { return false }
        return style.lowercased().filter { $0 != " " }.contains("display:none")
    }
}
