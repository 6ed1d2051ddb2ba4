/// A place in the bytes of an expression. Every byte is looked at a bounded number of times.
struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }
    func byte(after distance: Int) -> UInt8? { position + distance < bytes.count ? bytes[position + distance] : nil }

    /// An error at the present place, or at `offset`.
    func failure(_ expected: String, at offset: Int? = nil) -> PromQLError {
        let start = min(offset ?? position, bytes.count)
        let rest = bytes[start..<min(start + 24, bytes.count)]
        var found = ""
        for scalar in String(decoding: rest, as: UTF8.self).unicodeScalars where found.unicodeScalars.count < 16 {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: found += " "
            default: found.unicodeScalars.append(scalar)
            }
        }
        return PromQLError(offset: start, expected: expected, found: found)
    }

    /// Passes over spaces and comments.
    mutating func skipSpace() {
        while let byte = next {
            switch byte {
            case 32, 9, 10, 13: position += 1
            case UInt8(ascii: "#"): while let byte = next, byte != Byte.newline { position += 1 }
            default: return
            }
        }
    }

    /// Skips space, and takes the character if it is there.
    mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func require(_ byte: UInt8, _ purpose: String) throws(PromQLError) {
        guard take(byte) else { throw failure("'\(Character(Unicode.Scalar(byte)))' \(purpose)") }
    }

    /// The keyword at the present place in small letters, without passing over it; `nil` for words longer than any keyword.
    func peekKeyword() -> String? {
        var end = position
        while end < bytes.count, Byte.isWord(bytes[end]) || bytes[end] == Byte.colon {
            end += 1
            if end - position > 12 { return nil }
        }
        guard end > position, !Byte.isDigit(bytes[position]) else { return nil }
        return String(decoding: bytes[position..<end], as: UTF8.self).lowercased()
    }

    /// Skips space, and takes the keyword if it is there.
    mutating func takeKeyword(_ word: String) -> Bool {
        skipSpace()
        guard peekKeyword() == word else { return false }
        position += word.utf8.count
        return true
    }

    /// An identifier at the present place; `nil` if there is none.
    mutating func identifier(colons: Bool) -> String? {
        guard let first = next, !Byte.isDigit(first) else { return nil }
        let start = position
        while let byte = next, Byte.isWord(byte) || (colons && byte == Byte.colon) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }
}
