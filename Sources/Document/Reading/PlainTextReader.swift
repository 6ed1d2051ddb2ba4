import Core

/// Plain text, line by line: underlined, numbered and capital headings, lists, quotations, and paragraphs of what stands together.
struct PlainTextReader {
    private(set) var passages: [Passage] = []
    private var open: Passage?

    init(_ lines: [Substring]) {
        var place = 0
        while place < lines.count {
            let line = place + 1
            let text = lines[place].trimmed
            let next = place + 1 < lines.count ? lines[place + 1].trimmed : ""
            let isAlone = (place == 0 || lines[place - 1].isBlank) && next.isEmpty
            if text.isEmpty {
                close()
            } else if PlainTextReader.isRule(text) {
                close()
            } else if text.utf8.count < 200, PlainTextReader.isRule(next), open == nil, next.first == "=" || next.first == "-" {
                begin(.heading(next.first == "=" ? 1 : 2), text, line)
                close()
                place += 1
            } else if PlainTextReader.isHeading(text, isAlone: isAlone) {
                close()
                begin(.heading(2), text.trimming { "#: *_".contains($0) }, line)
                close()
            } else if let item = PlainTextReader.item(text) {
                close()
                begin(.item, item, line)
            } else if text.first == ">" {
                close()
                begin(.paragraph, text.drop { $0 == ">" || $0 == " " }, line)
                open?.isQuoted = true
            } else if text.contains("\t"), text.split(separator: "\t").count > 1 {
                close()
                row(text, line)
            } else if open == nil || beginsEntry(text) {
                close()
                begin(.paragraph, text, line)
            } else {
                open?.flow.breakLine(hard: false, line: line)
                open?.flow.append(String(text), line: line)
                open?.endLine = line
            }
            place += 1
        }
        close()
    }

    /// Does a line inside a paragraph begin an entry of its own? Wrapped prose has times at the beginning of lines too.
    private func beginsEntry(_ line: Substring) -> Bool {
        guard let time = TimePrefix(ArraySlice(line.unicodeScalars.prefix(80))), time.isBare, let open else { return false }
        let before = open.flow.scalars
        return TimePrefix(before[...]) != nil || before.last.map { ".!?:".unicodeScalars.contains($0) } ?? true
    }

    private mutating func begin(_ kind: Passage.Kind, _ text: Substring, _ line: Int) {
        open = Passage(kind: kind, line: line, endLine: line)
        open?.flow.append(String(text), line: line)
    }

    private mutating func close() {
        if let passage = open, !passage.flow.isBlank { passages.append(passage) }
        open = nil
    }

    private mutating func row(_ text: Substring, _ line: Int) {
        var passage = Passage(kind: .row([]), line: line, endLine: line)
        passage.cells = text.split(separator: "\t").prefix(200).map { cell in
            var flow = Flow()
            flow.append(String(cell.trimmed), line: line)
            return flow
        }
        passages.append(passage)
    }

    /// `=====`, `-----`, `*****`
    private static func isRule(_ text: Substring) -> Bool {
        guard let first = text.first, text.utf8.count >= 3, "=-*_~".contains(first) else { return false }
        return text.allSatisfy { $0 == first }
    }

    private static func isHeading(_ text: Substring, isAlone: Bool) -> Bool {
        guard text.utf8.count < 120 else { return false }
        if text.hasPrefix("#"), text.drop(while: { $0 == "#" }).first == " " { return true }
        guard let first = text.first, text.contains(where: \.isLetter) else { return false }
        if isAlone, text.hasSuffix(":"), !text.dropLast().contains(":") { return true }
        if !text.contains(where: \.isLowercase), text.count(where: \.isUppercase) > 3, text.last != ".",
            isAlone || text.split(separator: " ").count < 7
        {
            return TimePrefix(ArraySlice(text.unicodeScalars)) == nil && !TimePrefix.isDate(String(text))
        }
        // `2. Impact`
        guard isAlone, first.isNumber, !TimePrefix.isDate(String(text)) else { return false }
        let rest = text.drop { $0.isNumber || $0 == "." || $0 == ")" }
        return rest.first == " " && text.split(separator: " ").count < 7 && !".!?".contains(text.last ?? " ")
            && TimePrefix(ArraySlice(text.unicodeScalars)) == nil
    }

    /// What follows a list's sign; `nil` for a line that has none.
    private static func item(_ text: Substring) -> Substring? {
        guard let first = text.first else { return nil }
        if "-*+•◦‣–".contains(first), text.dropFirst().first == " " { return text.dropFirst(2) }
        let digits = text.prefix(while: \.isNumber)
        guard (1...3).contains(digits.count), let mark = text.dropFirst(digits.count).first, mark == "." || mark == ")",
            text.dropFirst(digits.count + 1).first == " "
        else { return nil }
        return text.dropFirst(digits.count + 2)
    }
}
