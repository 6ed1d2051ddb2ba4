import Core

/// Looking for words in text, byte by byte: both sides are compared as they are, without Unicode normalisation.
enum TextSearch {
    /// Does `text` have `word` with no letter or digit right before it, nor after it unless it may be a beginning?
    static func hasWord(_ word: String, in text: String, asBeginning: Bool = false) -> Bool {
        guard let first = word.utf8.first, text.utf8.count >= word.utf8.count else { return false }
        let word = Array(word.utf8)
        let text = Array(text.utf8)
        var start = 0
        while start + word.count <= text.count {
            defer { start += 1 }
            guard text[start] == first, start == 0 || !isWordByte(text[start - 1]) || !isWordByte(first) else { continue }
            guard (0..<word.count).allSatisfy({ text[start + $0] == word[$0] }) else { continue }
            let end = start + word.count
            if asBeginning { return true }
            // `5` is not a word of `5.3`, nor `api` of `api-v2` or `the-api`.
            if !goesOn(text, after: end), !isJoinedBefore(text, start) { return true }
        }
        return false
    }

    static func contains(_ wanted: [UInt8], in text: [UInt8]) -> Bool {
        guard let first = wanted.first, text.count >= wanted.count else { return false }
        var start = 0
        while start + wanted.count <= text.count {
            if text[start] == first, (1..<wanted.count).allSatisfy({ text[start + $0] == wanted[$0] }) { return true }
            start += 1
        }
        return false
    }

    /// Text as a quotation of it may have been tidied: each run of white space and control characters is one space, characters
    /// that show as nothing are left out, double quotes and backticks are single quotes.
    static func flat(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(decoding: flatBytes(text[...], lower: false), as: UTF8.self) }
        var result = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                pendingSpace = !result.isEmpty
                continue
            }
            if scalar.isUnprintable || scalar.properties.generalCategory == .unassigned { continue }
            if pendingSpace { result.append(" ") }
            pendingSpace = false
            result.append("\"“”`".unicodeScalars.contains(scalar) ? "'" : scalar)
        }
        return String(result)
    }

    /// The same in lower case, as bytes.
    static func flatLower(_ text: Substring) -> [UInt8] {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return Array(flat(String(text)).lowercased().utf8) }
        return flatBytes(text, lower: true)
    }

    /// Of ASCII text.
    private static func flatBytes(_ text: Substring, lower: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        for byte in text.utf8 {
            if byte <= 0x20 || byte == 0x7F {
                pendingSpace = !result.isEmpty
                continue
            }
            if pendingSpace { result.append(0x20) }
            pendingSpace = false
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "`"): result.append(UInt8(ascii: "'"))
            case 0x41...0x5A where lower: result.append(byte | 0x20)
            default: result.append(byte)
            }
        }
        return result
    }

    private static func goesOn(_ text: [UInt8], after end: Int) -> Bool {
        guard end < text.count else { return false }
        if isWordByte(text[end]) { return true }
        let joins = text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: "-")
        return joins && end + 1 < text.count && isWordByte(text[end + 1])
    }

    private static func isJoinedBefore(_ text: [UInt8], _ start: Int) -> Bool {
        start > 1 && (text[start - 1] == UInt8(ascii: "-") || text[start - 1] == UInt8(ascii: "."))
            && isWordByte(text[start - 2])
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
            || byte == UInt8(ascii: "_")
    }
}
