/// Cuts a template into text, which is passed over, and actions.
struct TemplateScanner {
    struct Action {
        var tokens: [TemplateToken]
        var offset: Int
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// All actions but comments.
    mutating func actions() throws(TemplateError) -> [Action] {
        var found: [Action] = []
        while let start = nextOpening() {
            index = start + 2
            // A trim marker is a minus sign followed by white space.
            if at(index) == UInt8(ascii: "-"), let next = at(index + 1), Self.isSpace(next) { index += 2 }
            if at(index) == UInt8(ascii: "/"), at(index + 1) == UInt8(ascii: "*") {
                try skipComment(from: start)
                continue
            }
            found.append(Action(tokens: try action(from: start), offset: start))
        }
        return found
    }

    private mutating func nextOpening() -> Int? {
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "{") { return index }
            index += 1
        }
        return nil
    }

    private mutating func skipComment(from start: Int) throws(TemplateError) {
        index += 2
        while index + 1 < bytes.count, !(bytes[index] == UInt8(ascii: "*") && bytes[index + 1] == UInt8(ascii: "/")) {
            index += 1
        }
        guard index + 1 < bytes.count else { throw TemplateError(problem: "a comment is not closed", offset: start) }
        index += 2
        guard let end = closing() else { throw TemplateError(problem: "a comment ends before its action does", offset: start) }
        index = end
    }

    /// The place after `}}` or ` -}}` where one of them stands here.
    private func closing() -> Int? {
        if at(index) == UInt8(ascii: "}"), at(index + 1) == UInt8(ascii: "}") { return index + 2 }
        if let first = at(index), Self.isSpace(first), at(index + 1) == UInt8(ascii: "-"), at(index + 2) == UInt8(ascii: "}"),
            at(index + 3) == UInt8(ascii: "}")
        {
            return index + 4
        }
        return nil
    }

    private mutating func action(from start: Int) throws(TemplateError) -> [TemplateToken] {
        var tokens: [TemplateToken] = []
        var depth = 0
        while true {
            if let end = closing() {
                guard depth == 0 else { throw TemplateError(problem: "a parenthesis is not closed", offset: start) }
                index = end
                return tokens
            }
            guard let byte = at(index) else { throw TemplateError(problem: "an action is not closed", offset: start) }
            let offset = index
            let kind = try token(byte)
            if kind == .open { depth += 1 }
            if kind == .close {
                depth -= 1
                guard depth >= 0 else {
                    throw TemplateError(problem: "a parenthesis is closed that was not opened", offset: offset)
                }
            }
            tokens.append(TemplateToken(kind: kind, offset: offset))
        }
    }

    private mutating func token(_ byte: UInt8) throws(TemplateError) -> TemplateToken.Kind {
        let offset = index
        switch byte {
        case _ where Self.isSpace(byte):
            // The last space before ` -}}` belongs to the closing.
            while let next = at(index), Self.isSpace(next), index == offset || closing() == nil { index += 1 }
            return .space
        case UInt8(ascii: "|"):
            index += 1
            return .pipe
        case UInt8(ascii: ","):
            index += 1
            return .comma
        case UInt8(ascii: "("):
            index += 1
            return .open
        case UInt8(ascii: ")"):
            index += 1
            return .close
        case UInt8(ascii: "="):
            index += 1
            return .assign
        case UInt8(ascii: ":") where at(index + 1) == UInt8(ascii: "="):
            index += 2
            return .declare
        case UInt8(ascii: "\""): return try quoted(offset)
        case UInt8(ascii: "`"): return try raw(offset)
        case UInt8(ascii: "'"):
            _ = try quoted(offset)
            return .character
        case UInt8(ascii: "$"):
            index += 1
            return .variable("$" + word())
        case UInt8(ascii: "."):
            index += 1
            if let next = at(index), Self.isDigit(next) { return number(from: offset) }
            let name = word()
            return name.isEmpty ? .dot : .field(name)
        case _ where Self.isDigit(byte): return number(from: offset)
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let next = at(index + 1), Self.isDigit(next) || next == UInt8(ascii: ".") else { break }
            index += 1
            return number(from: offset)
        case _ where Self.isWord(byte): return .word(word())
        default: break
        }
        let found = byte >= 0x20 && byte < 0x7f ? "`\(Character(Unicode.Scalar(byte)))`" : "a character"
        throw TemplateError(problem: "\(found) has no meaning in an action", offset: offset)
    }

    private mutating func number(from start: Int) -> TemplateToken.Kind {
        while let next = at(index), Self.isWord(next) || next == UInt8(ascii: ".") { index += 1 }
        return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func word() -> String {
        let start = index
        while let next = at(index), Self.isWord(next) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// A text or a character in quotes, which end on the same line.
    private mutating func quoted(_ offset: Int) throws(TemplateError) -> TemplateToken.Kind {
        let mark = bytes[offset]
        var content: [UInt8] = []
        index += 1
        while let byte = at(index), byte != mark {
            guard byte != UInt8(ascii: "\n") else { break }
            if byte == UInt8(ascii: "\\") {
                index += 1
                if let escaped = at(index) { content.append(escaped) }
            } else {
                content.append(byte)
            }
            index += 1
        }
        guard at(index) == mark else { throw TemplateError(problem: "a text in quotes is not closed", offset: offset) }
        index += 1
        return .string(String(decoding: content, as: UTF8.self))
    }

    private mutating func raw(_ offset: Int) throws(TemplateError) -> TemplateToken.Kind {
        index += 1
        let start = index
        while let byte = at(index), byte != UInt8(ascii: "`") { index += 1 }
        guard at(index) != nil else { throw TemplateError(problem: "a text in quotes is not closed", offset: offset) }
        let content = String(decoding: bytes[start..<index], as: UTF8.self)
        index += 1
        return .string(content)
    }

    private func at(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == 0x5f || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80
    }
}
