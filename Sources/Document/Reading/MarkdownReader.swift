import Core

/// Prepares Markdown for its parser: front matter is taken off, and shapes that the parser takes quadratic time or memory for are
/// looked for first.
struct MarkdownReader {
    private(set) var passages: [Passage] = []
    private(set) var title: String?

    /// Quotations and lists inside one another.
    static let depthLimit = 100
    /// Bytes of one paragraph. Text with a longer one is read as plain text, in linear time whatever it holds.
    static let paragraphLimit = 16_384
    /// Cells that the tables may have, those included that the parser adds to short rows.
    static let cellLimit = 200_000
    /// No word of a person is longer; an embedded picture is.
    static let wordLimit = 2_000

    init(_ text: String) throws(ManuscriptError) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        takeFrontMatter(&lines)
        let shape = Shape(lines)
        if let line = shape.deepLine { throw .tooDeep(line: line, limit: MarkdownReader.depthLimit) }
        if shape.longestParagraph > MarkdownReader.paragraphLimit {
            passages += PlainTextReader(lines).passages
        } else {
            if shape.longestWord > MarkdownReader.wordLimit { lines = lines.map { MarkdownReader.shortened($0)[...] } }
            let tree = try MarkdownTree(lines.joined(separator: "\n"), hasTables: shape.cells <= MarkdownReader.cellLimit)
            passages += tree.passages
        }
    }

    /// `---` with `name: value` lines up to the next `---`, or `+++` with `name = value`. The lines are left empty, so that all
    /// others keep their numbers.
    private mutating func takeFrontMatter(_ lines: inout [Substring]) {
        guard let fence = lines.first?.trimmedEnd, fence == "---" || fence == "+++",
            let end = lines.dropFirst().prefix(200).firstIndex(where: { $0.trimmedEnd == fence || $0.trimmedEnd == "..." }),
            lines[1..<end].allSatisfy({
                $0.isBlank || $0.first == " " || $0.first == "#" || $0.first == "-" || $0.contains { ":=".contains($0) }
            })
        else { return }
        for place in 1..<end {
            let separator: Character = fence == "---" ? ":" : "="
            if let mark = lines[place].firstIndex(of: separator), lines[place].first?.isLetter == true {
                let name = lines[place][..<mark].trimmed
                let value = lines[place][lines[place].index(after: mark)...].trimmed.trimming { "\"'".contains($0) }
                if name.lowercased() == "title" { title = String(value) }
                var passage = Passage(kind: .paragraph, line: place + 1, endLine: place + 1)
                passage.flow.append("\(name): \(value)", line: place + 1)
                if !value.isEmpty, !"[{|>".contains(value.first ?? " ") { passages.append(passage) }
            }
        }
        for place in 0...end { lines[place] = "" }
    }

    /// A line in which no word is longer than the limit.
    private static func shortened(_ line: Substring) -> String {
        guard line.utf8.count > wordLimit else { return String(line) }
        return line.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.utf8.count > wordLimit ? word.prefix(200) + "…" : word
        }.joined(separator: " ")
    }
}

extension MarkdownReader {
    /// What the lines of a text would cost.
    private struct Shape {
        var deepLine: Int?
        var longestParagraph = 0
        var longestWord = 0
        var cells = 0

        init(_ lines: [Substring]) {
            var paragraph = 0
            var rows = 0
            var columns = 0
            var isFenced = false
            for (place, line) in lines.enumerated() {
                let bytes = line.utf8
                let indent = bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count
                let body = bytes.dropFirst(indent)
                if body.starts(with: "```".utf8) || body.starts(with: "~~~".utf8) { isFenced.toggle() }
                if deepLine == nil, Shape.containers(bytes) > MarkdownReader.depthLimit { deepLine = place + 1 }
                var word = 0
                var pipes = 0
                for byte in bytes {
                    word = byte == 0x20 ? 0 : word + 1
                    longestWord = max(longestWord, word)
                    if byte == UInt8(ascii: "|") { pipes += 1 }
                }
                if body.isEmpty {
                    cells =
                        cells.addingReportingOverflow(rows.multipliedReportingOverflow(by: columns).partialValue).partialValue
                    (rows, columns, paragraph) = (0, 0, 0)
                    continue
                }
                rows += 1
                columns = max(columns, pipes + 1)
                if Shape.beginsBlock(body.first) { paragraph = 0 }
                paragraph += bytes.count
                if !isFenced { longestParagraph = max(longestParagraph, paragraph) }
            }
            cells += rows * columns
        }

        private static func beginsBlock(_ byte: UInt8?) -> Bool {
            guard let byte else { return true }
            return "-*+|#0123456789`~".utf8.contains(byte)
        }

        /// Signs at a line's beginning that each may open a quotation or a list.
        private static func containers(_ bytes: Substring.UTF8View) -> Int {
            var count = 0
            for byte in bytes {
                switch byte {
                case UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): count += 1
                case 0x20, 0x09, UInt8(ascii: "."), UInt8(ascii: ")"), 0x30...0x39: break
                default: return isRule(bytes) ? 0 : count
                }
            }
            return isRule(bytes) ? 0 : count
        }

        /// A line of one sign alone, such as `-----`, opens nothing.
        private static func isRule(_ bytes: Substring.UTF8View) -> Bool {
            guard let first = bytes.first(where: { $0 != 0x20 }), first != UInt8(ascii: ">") else { return false }
            return bytes.allSatisfy { $0 == first || $0 == 0x20 } && !(bytes.contains(0x20) && bytes.count > 200)
        }
    }
}

extension Substring {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
    var trimmedEnd: Substring {
        var end = endIndex
        while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
        return self[..<end]
    }
    var trimmed: Substring { trimming(\.isWhitespace) }

    func trimming(_ holds: (Character) -> Bool) -> Substring {
        var start = startIndex
        var end = endIndex
        while start < end, holds(self[start]) { start = index(after: start) }
        while end > start, holds(self[index(before: end)]) { end = index(before: end) }
        return self[start..<end]
    }
}
