/// Walks a LogQL expression byte by byte, past strings and comments.
struct SelectorScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position >= bytes.count }

    static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The next byte that is in no string and no comment; strings are passed whole.
    mutating func nextOutsideStrings() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "`"): if string() == nil { return nil }
            case UInt8(ascii: "#"): while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            default:
                position += 1
                return byte
            }
        }
        return nil
    }

    /// The text up to a byte, which is passed.
    mutating func upTo(_ end: UInt8) -> String {
        let start = position
        while position < bytes.count, bytes[position] != end { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        position = min(position + 1, bytes.count)
        return text
    }

    /// The matchers of a stream selector whose opening brace has been passed; `nil` when they cannot be read.
    mutating func matchers() -> [LabelMatcher]? {
        var result: [LabelMatcher] = []
        skipSpace()
        if take("}") { return result }
        while true {
            skipSpace()
            let start = position
            while position < bytes.count, SelectorScanner.isNamePart(bytes[position]) { position += 1 }
            let name = String(decoding: bytes[start..<position], as: UTF8.self)
            skipSpace()
            guard !name.isEmpty, let sign = sign() else { return nil }
            skipSpace()
            guard let value = string() else { return nil }
            result.append(LabelMatcher(name: name, sign: sign, value: value))
            skipSpace()
            if take(",") {
                skipSpace()
                if take("}") { return result }
                continue
            }
            return take("}") ? result : nil
        }
    }

    private mutating func sign() -> LabelMatcher.Sign? {
        for sign in [LabelMatcher.Sign.matches, .differs, .matchesNot, .equals]
        where bytes[position...].starts(with: sign.rawValue.utf8) {
            position += sign.rawValue.utf8.count
            return sign
        }
        return nil
    }

    private mutating func string() -> String? {
        guard position < bytes.count else { return nil }
        let quote = bytes[position]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`") else { return nil }
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "n"): text.append(0x0A)
                case UInt8(ascii: "r"): text.append(0x0D)
                case UInt8(ascii: "t"): text.append(0x09)
                default: text.append(bytes[position])
                }
                position += 1
            } else {
                text.append(byte)
            }
        }
        return nil
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }
}
