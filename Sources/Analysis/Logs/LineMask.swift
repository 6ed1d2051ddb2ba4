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

    /// What a line says, without the frame of its format.
    public static func message(of line: String) -> String {
        let line = String(line.prefix(2000))
        if line.first == "{", let message = jsonMessage(line) { return message }
        return logfmtMessage(line) ?? line
    }

    private static let messageKeys = ["msg", "message", "event", "log", "body"]
    private static let errorKeys = ["error", "err", "exception", "cause", "reason"]

    private static func jsonMessage(_ line: String) -> String? {
        guard let object = (try? JSONValue(parsing: line))?.object else { return nil }
        let parts = [messageKeys, errorKeys].compactMap { keys in keys.lazy.compactMap { object[$0]?.string }.first }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    private static func logfmtMessage(_ line: String) -> String? {
        let parts = [messageKeys, errorKeys].compactMap { keys in keys.lazy.compactMap { field($0, in: line) }.first }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    /// The value of `key=value` or `key="a value"`.
    private static func field(_ key: String, in line: String) -> String? {
        let bytes = Array(line.utf8)
        let wanted = Array((key + "=").utf8)
        var position = 0
        while position + wanted.count < bytes.count {
            let startsWord = position == 0 || bytes[position - 1] == 0x20 || bytes[position - 1] == 0x09
            guard startsWord, bytes[position..<position + wanted.count].elementsEqual(wanted) else {
                position += 1
                continue
            }
            var index = position + wanted.count
            let isQuoted = bytes[index] == 0x22
            if isQuoted { index += 1 }
            var value: [UInt8] = []
            while index < bytes.count {
                let byte = bytes[index]
                if isQuoted ? byte == 0x22 : byte == 0x20 { break }
                if isQuoted, byte == 0x5C, index + 1 < bytes.count { index += 1 }
                value.append(bytes[index])
                index += 1
            }
            return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
        }
        return nil
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

    private static func isTime(_ bytes: [UInt8]) -> Bool {
        let shape = bytes.prefix(10).map { isDigit($0) ? UInt8(0x39) : $0 }
        return shape.starts(with: Array("9999-99-99".utf8)) || shape.starts(with: Array("99:99:99".utf8))
            || shape.starts(with: Array("9999/99/99".utf8))
    }

    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index) ? byte == 0x2D : ValueText.isHexDigit(byte)
        }
    }

    private static func isAddress(_ bytes: [UInt8]) -> Bool {
        let host = bytes.prefix { $0 != 0x3A && $0 != 0x2F }
        let parts = host.split(separator: 0x2E, omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy { isDigit($0) } }
    }

    /// `5s`, `5.003s`, `1m30s`, `120ms`, `-3.2µs`.
    private static func isDuration(_ bytes: [UInt8]) -> Bool {
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
