/// A word of a program's text, in any language.
struct CodeWord: Sendable, Hashable {
    enum Kind: Sendable, Hashable { case name, number, text, mark }

    var kind: Kind
    var text: String
    /// A name is followed by an opening parenthesis.
    var isCalled = false

    /// Names with dots and without; numbers with a unit that follows at once (`5s`, `512Mi`); strings without their quotation
    /// marks; all else one character each.
    static func all(in line: String) -> [CodeWord] {
        var words: [CodeWord] = []
        var rest = Array(line.utf8)[...]
        while let byte = rest.first {
            switch byte {
            case 0x20, 0x09: rest.removeFirst()
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
                rest.removeFirst()
                let end = rest.firstIndex(of: byte)
                words.append(CodeWord(kind: .text, text: String(decoding: rest[..<(end ?? rest.endIndex)], as: UTF8.self)))
                rest = end.map { rest[($0 + 1)...] } ?? []
            case _ where isDigit(byte):
                let number = rest.prefix { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
                words.append(CodeWord(kind: .number, text: String(decoding: number, as: UTF8.self)))
                rest = rest.dropFirst(number.count)
            case _ where isLetter(byte) || byte >= 0x80:
                let name = rest.prefix { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: ".") || $0 >= 0x80 }
                rest = rest.dropFirst(name.count)
                words.append(
                    CodeWord(
                        kind: .name, text: String(decoding: name, as: UTF8.self), isCalled: rest.first == UInt8(ascii: "(")))
            default:
                words.append(CodeWord(kind: .mark, text: String(decoding: [byte], as: UTF8.self)))
                rest.removeFirst()
            }
        }
        return words
    }

    /// The parts of a name in lower case: `http.maxOpenConns` is http, max, open, conns.
    static func parts(of name: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var lastWasLower = false
        for character in name {
            let isPart = character.isLetter || character.isNumber
            if !isPart || (character.isUppercase && lastWasLower) {
                if !part.isEmpty { parts.append(part.lowercased()) }
                part = ""
            }
            if isPart { part.append(character) }
            lastWasLower = character.isLowercase || character.isNumber
        }
        if !part.isEmpty { parts.append(part.lowercased()) }
        return parts
    }

    /// The last of a name's parts between dots: `c.grpc.ListProducts` is `ListProducts`.
    var lastName: String { text.split(separator: ".").last.map(String.init) ?? text }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_") }
}
