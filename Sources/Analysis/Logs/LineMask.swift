import Core

/// Turns a log line into words in which everything that varies from line to line is masked.
///
/// Masks are `<time>`, `<duration>`, `<uuid>`, `<ip>`, `<hex>`, `<text>` (a quoted string) and `<n>` (other digits). The message
/// of a JSON or logfmt line is kept; its other fields are left out, since labels say the same.
public enum LineMask {
    /// The masked words of a line, at most `maximumWords`.
    public static func words(of line: String, maximumWords: Int = 48) -> [String] {
        var words: [String] = []
        for word in split(message(of: line)) {
            if words.count == maximumWords { break }
            words.append(word.isQuoted ? "<text>" : masked(word.text))
        }
        return words
    }

    /// What a line says, without the frame of its format. Lines are cut at 2000 bytes.
    public static func message(of line: String) -> String {
        let line = line.utf8.count > 2000 ? String(decoding: line.utf8.prefix(2000), as: UTF8.self) : line
        if line.utf8.first == 0x7B, let message = jsonMessage(line) { return message }
        return logfmtMessage(line) ?? line
    }

    private static let messageKeys = ["msg", "message", "event", "log", "body"]
    private static let errorKeys = ["error", "err", "exception", "cause", "reason"]

    private static func jsonMessage(_ line: String) -> String? {
        guard let object = (try? JSONValue(parsing: line))?.object else { return nil }
        return joined { object[$0]?.string }
    }

    private static func logfmtMessage(_ line: String) -> String? {
        guard line.utf8.contains(0x3D) else { return nil }
        let fields = fields(of: line)
        return joined { key in fields.first { $0.key == key && !$0.value.isEmpty }?.value }
    }

    /// The message and the error of a structured line, each under the first of its usual names.
    private static func joined(_ field: (String) -> String?) -> String? {
        let parts = [messageKeys, errorKeys].compactMap { keys in keys.lazy.compactMap(field).first }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    /// The `key=value` and `key="a value"` pairs of a line whose key is one that messages go by.
    private static func fields(of line: String) -> [(key: String, value: String)] {
        let bytes = Array(line.utf8)
        var fields: [(key: String, value: String)] = []
        var keyStart = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte <= 0x20 { keyStart = index }
            guard byte == 0x3D, index < bytes.count else { continue }
            let name = bytes[keyStart..<index - 1]
            let isQuoted = bytes[index] == 0x22
            if isQuoted { index += 1 }
            var value: [UInt8] = []
            while index < bytes.count, isQuoted ? bytes[index] != 0x22 : bytes[index] > 0x20 {
                if isQuoted, bytes[index] == 0x5C, index + 1 < bytes.count { index += 1 }
                value.append(bytes[index])
                index += 1
            }
            if isQuoted { index += 1 }
            keyStart = index
            guard name.count <= 9 else { continue }
            let key = String(decoding: name, as: UTF8.self)
            if messageKeys.contains(key) || errorKeys.contains(key) {
                fields.append((key, String(decoding: value, as: UTF8.self)))
            }
        }
        return fields
    }

    private struct Word {
        var text: String
        var isQuoted: Bool
    }

    /// Words apart by spaces; `=`, brackets, commas and semicolons are words of their own; a quoted string is one word.
    private static func split(_ text: String) -> [Word] {
        var words: [Word] = []
        var current: [UInt8] = []
        var quote: UInt8?
        func close() {
            if !current.isEmpty { words.append(Word(text: String(decoding: current, as: UTF8.self), isQuoted: false)) }
            current = []
        }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if let open = quote {
                if byte == open {
                    words.append(Word(text: "", isQuoted: true))
                    quote = nil
                    current = []
                }
                continue
            }
            switch byte {
            case 0x22, 0x60:
                close()
                // A quote that nothing closes is a character like any other.
                if bytes[(index + 1)...].contains(byte) { quote = byte }
            case 0x27 where current.isEmpty && bytes[(index + 1)...].contains(byte): quote = byte
            case 0x00...0x20: close()
            case 0x28, 0x29, 0x2C, 0x3B, 0x3C, 0x3D, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D: close()
            default: current.append(byte)
            }
        }
        close()
        return words
    }

    private static func masked(_ word: String) -> String {
        var core = Array(word.utf8)
        while let last = core.last, [0x2E, 0x3A, 0x21, 0x3F].contains(last), core.count > 1 { core.removeLast() }
        guard core.contains(where: { isDigit($0) }) else { return String(decoding: core, as: UTF8.self) }
        if isTime(core) { return "<time>" }
        if isUUID(core) { return "<uuid>" }
        if isAddress(core) { return "<ip>" }
        if isDuration(core) { return "<duration>" }
        if isHex(core) { return "<hex>" }
        return digitsMasked(core)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static let timeShapes = ["9999-99-99", "9999/99/99", "99:99:99"].map { Array($0.utf8) }

    private static func isTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 8, isDigit(bytes[0]), isDigit(bytes[1]) else { return false }
        return timeShapes.contains { shape in
            bytes.count >= shape.count && zip(shape, bytes).allSatisfy { $0 == 0x39 ? isDigit($1) : $0 == $1 }
        }
    }

    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index) ? byte == 0x2D : ValueText.isHexDigit(byte)
        }
    }

    private static func isAddress(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 7, isDigit(bytes[0]) else { return false }
        let host = bytes.prefix { $0 != 0x3A && $0 != 0x2F }
        let parts = host.split(separator: 0x2E, omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy { isDigit($0) } }
    }

    /// `5s`, `5.003s`, `1m30s`, `120ms`, `-3.2µs`.
    private static func isDuration(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, let last = bytes.last, isDigit(first) || first == 0x2D, !isDigit(last) else {
            return false
        }
        let text = String(decoding: bytes, as: UTF8.self)
        var rest = Substring(text)
        if rest.first == "-" { rest.removeFirst() }
        guard rest.first?.isNumber == true else { return false }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !($0.isNumber || $0 == ".") }
            guard ["ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "sec", "min"].contains(String(unit)) else { return false }
            rest = rest.dropFirst(unit.count)
        }
        return true
    }

    private static func isHex(_ bytes: [UInt8]) -> Bool {
        if bytes.count > 2, bytes[0] == 0x30, bytes[1] == 0x78 { return bytes[2...].allSatisfy { ValueText.isHexDigit($0) } }
        let hasLetter = bytes.contains { !isDigit($0) }
        return bytes.count >= 8 && hasLetter && bytes.allSatisfy { ValueText.isHexDigit($0) }
    }

    private static func digitsMasked(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var inDigits = false
        for byte in bytes {
            let isPart = isDigit(byte) || (inDigits && (byte == 0x2E || byte == 0x2C))
            if isPart, !inDigits { result += Array("<n>".utf8) }
            if !isPart { result.append(byte) }
            inDigits = isPart
        }
        return String(decoding: result, as: UTF8.self)
    }
}
