import Core

/// Blocks as one HTML file that needs nothing else and runs nothing.
struct HTMLRenderer {
    let title: String
    /// Wide enough for two columns of text.
    let isBroad: Bool
    private var firstUses: Set<String> = []
    /// For each id, where the document cites it.
    private var uses: [String: [String]] = [:]
    private var counter = 0
    private var body = ""

    init(title: String, isBroad: Bool = false) {
        self.title = title
        self.isBroad = isBroad
    }

    func render(_ blocks: [Block]) -> String {
        var renderer = self
        renderer.findUses(in: blocks)
        var contents = "<nav aria-label=\"Contents\"><ol>"
        for case .heading(2, let text, let anchor?) in blocks {
            contents += "<li><a href=\"#\(HTMLText.escape(anchor))\">\(HTMLText.escape(text))</a></li>"
        }
        contents += "</ol></nav>"
        var navigationDone = false
        var isOpen = false
        for block in blocks {
            if case .heading(2, _, let anchor) = block {
                if !navigationDone { renderer.body += contents + "\n" }
                navigationDone = true
                if isOpen { renderer.body += "</section>\n" }
                isOpen = true
                renderer.body += "<section\(anchor.map { " class=\"s-\(HTMLText.escape($0))\"" } ?? "")>\n"
            }
            renderer.add(block)
        }
        if isOpen { renderer.body += "</section>\n" }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
            base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(HTMLText.escape(title, limit: 200))</title>
            <style>
            \(Stylesheet.text)\(isBroad ? "\n" + Stylesheet.annotated : "")
            </style>
            </head>
            <body>
            <main\(isBroad ? " class=\"broad\"" : "")>
            \(renderer.body)</main>
            </body>
            </html>

            """
    }

    private mutating func add(_ block: Block) {
        switch block {
        case .heading(let level, let text, let anchor):
            let id = anchor.map { " id=\"\(HTMLText.escape($0))\"" } ?? ""
            body += "<h\(level)\(id)>\(HTMLText.escape(text, limit: 200))</h\(level)>\n"
        case .paragraph(let inlines): body += "<p>\(inline(inlines))</p>\n"
        case .remark(let inlines): body += "<p class=\"remark\">\(inline(inlines))</p>\n"
        case .list(let items): body += "<ul>\n" + items.map { "<li>\(inline($0))</li>\n" }.joined() + "</ul>\n"
        case .facts(let facts):
            let pairs = facts.map { "<div><dt>\(HTMLText.escape($0.name, limit: 80))</dt><dd>\(inline($0.value))</dd></div>\n" }
            body += "<dl>\n" + pairs.joined() + "</dl>\n"
        case .code(let text, let language): body += code(text, language)
        case .table(let caption, let columns, let rows): body += table(caption, columns, rows)
        case .chart(let chart): body += figure(chart)
        case .annotated(let rows): for row in rows { addRow(row) }
        case .entry(let id, let title, let inner): addEntry(id, title, inner)
        }
    }

    private mutating func addEntry(_ id: String, _ title: [Inline], _ inner: [Block]) {
        body += "<article class=\"entry\" id=\"\(id)\">\n<h3><span class=\"id\">\(id)</span> \(inline(title))</h3>\n"
        for block in inner { add(block) }
        if let places = uses[id], !places.isEmpty {
            let links = places.prefix(12).enumerated().map {
                "<a href=\"#\($1)\">\(HTMLRenderer.label($1) ?? "↩\($0 + 1)")</a>"
            }
            body += "<p class=\"back\">Cited: \(links.joined(separator: " "))</p>\n"
        }
        body += "</article>\n"
    }

    private mutating func addRow(_ row: AnnotatedRow) {
        let text = HTMLText.escape(row.text)
        if row.role == .heading {
            body += "<h\(row.level)>\(text)</h\(row.level)>\n"
            return
        }
        let said =
            switch row.role {
            case .code: "<code>\(HTMLText.escape(row.text, limit: 300))</code>"
            case .quotation: "<q>\(text)</q>"
            default: text
            }
        body +=
            "<div class=\"pair v-\(row.verdict.rawValue)\" id=\"\(row.id)\"><p class=\"said\"><span class=\"line\">\(row.line)</span>"
        body += "\(said)</p>"
        body +=
            row.remarks.isEmpty
            ? "</div>\n" : "<p class=\"holds\"><span class=\"sign\">\(row.sign)</span> \(inline(row.remarks))</p></div>\n"
    }

    private static func label(_ place: String) -> String? { place.hasPrefix("F") ? place : nil }

    private func code(_ text: String, _ language: String) -> String {
        guard language == "diff" else { return "<pre tabindex=\"0\"><code>\(HTMLText.block(text))</code></pre>\n" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let escaped = HTMLText.block(String(line))
            if line.hasPrefix("+") { return "<ins>\(escaped)</ins>" }
            return line.hasPrefix("-") ? "<del>\(escaped)</del>" : escaped
        }
        return "<pre class=\"diff\" tabindex=\"0\"><code>\(lines.joined(separator: "\n"))</code></pre>\n"
    }

    private mutating func table(_ caption: String, _ columns: [String], _ rows: [[[Inline]]]) -> String {
        var html = "<table>\n<caption>\(HTMLText.escape(caption))</caption>\n<thead><tr>"
        html += columns.map { "<th scope=\"col\">\(HTMLText.escape($0))</th>" }.joined() + "</tr></thead>\n<tbody>\n"
        for row in rows {
            html += "<tr>"
            for (place, cell) in row.enumerated() {
                let name = HTMLText.escape(columns.indices.contains(place) ? columns[place] : "")
                let tag = place == 0 ? "th scope=\"row\"" : "td"
                html += "<\(tag) data-label=\"\(name)\">\(inline(cell))</\(place == 0 ? "th" : "td")>"
            }
            html += "</tr>\n"
        }
        return html + "</tbody>\n</table>\n"
    }

    private mutating func figure(_ chart: Chart) -> String {
        let says = chart.claim.map { inline([.claim($0)]) + " " } ?? ""
        let title = chart.title.map { "<p class=\"title\">\(HTMLText.escape($0))</p>\n" } ?? ""
        return "<figure>\n\(title)<div class=\"wide\">\(chart.wide)</div>\n<div class=\"narrow\">\(chart.narrow)</div>\n"
            + "<figcaption>\(says)\(HTMLText.escape(chart.caption))</figcaption>\n</figure>\n"
    }
}

// Inlines and citations.
extension HTMLRenderer {
    private mutating func inline(_ inlines: [Inline]) -> String {
        var html = ""
        for each in inlines { html += inline(each) }
        return html
    }

    private mutating func inline(_ inline: Inline) -> String {
        switch inline {
        case .say(let text), .data(let text): return HTMLText.escape(text)
        case .code(let text): return "<code>\(HTMLText.escape(text))</code>"
        case .strong(let inner): return "<strong>\(self.inline(inner))</strong>"
        case .claim(let claim): return sentence(claim, claim.text)
        case .part(let claim, let text): return sentence(claim, text)
        case .cite(let citations): return cite(citations)
        case .link(let text, let link):
            return
                "<a rel=\"noopener noreferrer nofollow\" href=\"\(HTMLText.escape(link.url, limit: 4000))\">\(HTMLText.escape(text))</a>"
        case .asked(let instant): return "<span class=\"asked\">asked \(instant.rfc3339())</span>"
        }
    }

    private mutating func sentence(_ claim: Claim, _ text: String) -> String {
        let words = ClaimText.runs(text).map {
            $0.isCode ? "<code>\(HTMLText.escape($0.text))</code>" : HTMLText.escape($0.text)
        }
        // Without a break between them: a citation never begins a line alone.
        return words.joined() + "\u{202F}" + cite(claim.citations)
    }

    private mutating func cite(_ citations: [Claim.Citation]) -> String {
        guard !citations.isEmpty else { return "" }
        counter += 1
        let place = "r\(counter)"
        let links = citations.map { "<a href=\"#\($0)\">\($0)</a>" }.joined(separator: " ")
        return "<span class=\"cite\" id=\"\(place)\">\(links)</span>"
    }

    /// Numbers the places of citation in the order in which they will be rendered, so that entries can lead back to them.
    private mutating func findUses(in blocks: [Block]) {
        var scout = HTMLRenderer(title: "")
        for block in blocks {
            scout.add(block)
            let inside: String? = if case .entry(let id, _, _) = block { id } else { nil }
            for (place, ids) in HTMLRenderer.citations(in: scout.body) {
                for id in ids {
                    let from = inside ?? place
                    if from != id, uses[id]?.contains(from) != true { uses[id, default: []].append(from) }
                }
            }
            scout.body = ""
        }
    }

    /// The places and what they cite, read from our own markup: data in it is escaped and cannot have its form.
    private static func citations(in html: String) -> [(place: String, ids: [String])] {
        html.components(between: "<span class=\"cite\" id=\"", and: "</span>").map { part in
            let place = String(part.prefix { $0 != "\"" })
            return (place, part.components(between: "href=\"#", and: "\"").map(String.init))
        }
    }
}

extension StringProtocol {
    /// The texts between each `start` and the next `end`.
    func components(between start: String, and end: String) -> [SubSequence] {
        var result: [SubSequence] = []
        var rest = self[...]
        while let from = rest.firstRange(of: start), let to = rest[from.upperBound...].firstRange(of: end) {
            result.append(rest[from.upperBound..<to.lowerBound])
            rest = rest[to.upperBound...]
        }
        return result
    }
}
