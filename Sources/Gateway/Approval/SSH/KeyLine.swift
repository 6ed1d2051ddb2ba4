/// A line of a file that lists keys, without the spaces round it; blank lines and comments are passed over.
struct KeyLine {
    let file: String
    let number: Int
    let text: Substring

    func fail(_ reason: String) -> ApprovalFormatError { ApprovalFormatError("\(file):\(number)", reason) }

    static func lines(of text: String, file: String, atMost limit: Int) throws(ApprovalFormatError) -> [KeyLine] {
        guard text.utf8.count <= limit else {
            throw ApprovalFormatError(file, "the file has \(text.utf8.count) bytes and may have \(limit)")
        }
        var lines: [KeyLine] = []
        let parts = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (position, part) in parts.enumerated() {
            let whole = part.last == "\r" ? part.dropLast() : part
            let line = KeyLine(file: file, number: position + 1, text: trimmed(Substring(whole)))
            guard let first = line.text.unicodeScalars.first, first != "#" else { continue }
            if let bad = line.text.unicodeScalars.first(where: { $0 != "\t" && Visible.isHidden($0) }) {
                throw line.fail("the line has the character \(Visible.notation(bad)), which cannot be seen")
            }
            // A mark on a space, quotation mark or comma would make another character of it.
            if line.text.contains(where: { $0.unicodeScalars.count > 1 && $0.unicodeScalars.first?.isStructural == true }) {
                throw line.fail("the line has a mark on a space or on a punctuation character")
            }
            lines.append(line)
        }
        return lines
    }

    static func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" }

    static func trimmed(_ text: Substring) -> Substring {
        let head = text.drop(while: isSpace)
        guard let last = head.lastIndex(where: { !isSpace($0) }) else { return "" }
        return head[...last]
    }

    static func words(_ text: Substring) -> [Substring] {
        text.split(maxSplits: 2, whereSeparator: isSpace)
    }

    /// Whether the next word names a type of key, known here or not; if it does not, it is a list of options.
    static func beginsWithKeyType(_ text: Substring) -> Bool {
        let word = text.prefix { !isSpace($0) }
        return ["ssh-", "sk-", "ecdsa-", "rsa-", "webauthn-"].contains { word.hasPrefix($0) }
    }

    /// Takes the options off the front: up to the first space that is not between quotation marks.
    func takeOptions(_ rest: inout Substring) throws(ApprovalFormatError) -> Substring {
        var isQuoted = false
        var isEscaped = false
        var end = rest.endIndex
        for index in rest.indices {
            let character = rest[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                let next = rest.index(after: index)
                isEscaped = next < rest.endIndex && rest[next] == "\""
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, KeyLine.isSpace(character) {
                end = index
                break
            }
        }
        guard !isQuoted else { throw fail("a quotation mark is not closed") }
        defer { rest = KeyLine.trimmed(rest[end...]) }
        return rest[..<end]
    }
}

extension Unicode.Scalar {
    fileprivate var isStructural: Bool { isASCII && !properties.isAlphabetic && !("0"..."9").contains(self) }
}
