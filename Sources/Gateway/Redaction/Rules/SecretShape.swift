/// Tells secrets from placeholders, words and numbers.
enum SecretShape {
    /// Shannon's entropy of the bytes, in bits a byte.
    static func entropy(_ value: UnsafeBufferPointer<UInt8>) -> Double {
        guard !value.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in value { counts[Int(byte)] += 1 }
        let total = Double(value.count)
        var bits = 0.0
        for count in counts where count > 0 { bits -= Double(count) / total * logarithm(Double(count) / total) }
        return bits
    }

    /// The base-2 logarithm of a fraction, near enough: the standard library has none.
    private static func logarithm(_ value: Double) -> Double {
        let mantissa = value.significand - 1
        // Padé approximation of ln(1 + m) with error below 0.002 for m in [0, 1).
        let natural = mantissa * (6 + mantissa) / (6 + 4 * mantissa)
        return Double(value.exponent) + natural * 1.442_695_040_888_963_4
    }

    /// Long, mixed and hard to guess. Hexadecimal digits have at most 4 bits each.
    static func isRandom(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.count >= 20 else { return false }
        let start = UnsafeBufferPointer(rebasing: value.prefix(256))
        let kinds = Kinds(start)
        guard kinds.digits > 0, kinds.upper + kinds.lower > 0 else { return false }
        if kinds.others == 0, start.allSatisfy({ EncodedRun.nibbles.pointer[Int($0)] < 16 }) {
            return value.count >= 32 && entropy(start) >= 3
        }
        return kinds.upper > 0 && kinds.lower > 0 && entropy(start) >= 3.9
    }

    private struct Kinds {
        var digits = 0
        var upper = 0
        var lower = 0
        var others = 0

        init(_ value: UnsafeBufferPointer<UInt8>) {
            for byte in value {
                if byte.isASCIIDigit {
                    digits += 1
                } else if byte &- 0x41 < 26 {
                    upper += 1
                } else if byte &- 0x61 < 26 {
                    lower += 1
                } else {
                    others += 1
                }
            }
        }

        var count: Int { (digits > 0 ? 1 : 0) + (upper > 0 ? 1 : 0) + (lower > 0 ? 1 : 0) + (others > 0 ? 1 : 0) }
    }

    static func credential(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        let end = quotedEnd(value)
        let text = UnsafeBufferPointer(rebasing: value[..<end])
        guard text.count >= 8, !isPlaceholder(text), !text.contains(0x20) else { return nil }
        let kinds = Kinds(UnsafeBufferPointer(rebasing: text.prefix(256)))
        // A number is none, and neither is a word or several.
        guard kinds.digits < text.count, kinds.count >= 2, kinds.digits > 0 || (kinds.upper > 1 && kinds.lower > 1) else {
            return nil
        }
        return entropy(UnsafeBufferPointer(rebasing: text.prefix(256))) >= 2.5 ? end : nil
    }

    static func password(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        let end = quotedEnd(value)
        let text = UnsafeBufferPointer(rebasing: value[..<end])
        return text.count >= 3 && !isPlaceholder(text) && !isStatus(text) ? end : nil
    }

    /// Ends before `,`, `;` or `&` when the next member or nothing follows.
    static func barePassword(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        var end = value.count
        for (index, byte) in value.enumerated() where [0x2C, 0x3B, 0x26].contains(byte) {
            var next = index + 1
            let limit = min(value.count, index + 40)
            while next < limit, value[next].isASCIIAlphanumeric || [0x5F, 0x2D, 0x2E].contains(value[next]) { next += 1 }
            if next >= value.count || (next > index + 1 && [0x3D, 0x3A].contains(value[next])) {
                end = index
                break
            }
        }
        while end > 0, [0x2E, 0x2C, 0x3B, 0x29, 0x5D, 0x7D].contains(value[end - 1]) { end -= 1 }
        return end > 0 ? password(UnsafeBufferPointer(rebasing: value[..<end])) : nil
    }

    /// Without the backslash of a quotation mark that is escaped.
    private static func quotedEnd(_ value: UnsafeBufferPointer<UInt8>) -> Int {
        var end = value.count
        while end > 0, value[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        return end
    }

    static func basic(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        var decoded: [UInt8] = []
        EncodedRun.base64(UnsafeBufferPointer(rebasing: value.prefix { $0 != UInt8(ascii: "=") }), from: 0, into: &decoded)
        return decoded.count >= 3 && decoded.contains(UInt8(ascii: ":")) && decoded.allSatisfy { $0 >= 0x20 }
            ? value.count : nil
    }

    /// `${NAME}`, `{{ name }}`, `<name>`, `%s`, `$NAME`, `***`, `xxxx` and words that stand for nothing.
    static func isPlaceholder(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = value.first, let last = value.last else { return true }
        if value.allSatisfy({ $0 == first }) { return true }
        if first == UInt8(ascii: "$"), value.count > 1, value[1] == UInt8(ascii: "{") || value[1] == UInt8(ascii: "(") {
            return true
        }
        if first == UInt8(ascii: "$"), value.dropFirst().allSatisfy({ $0 &- 0x41 < 26 || $0 == 0x5F }) { return true }
        if first == UInt8(ascii: "%"), value.count <= 3 { return true }
        if first == UInt8(ascii: "{"), value.count > 1, value[1] == UInt8(ascii: "{") { return true }
        if first == UInt8(ascii: "<"), last == UInt8(ascii: ">") { return true }
        if first == UInt8(ascii: "["), last == UInt8(ascii: "]") { return true }
        if first == UInt8(ascii: "*"), value.allSatisfy({ $0 == first || $0 == 0x2E }) { return true }
        if first == TokenText.firstByte, value.count > 2, value[1] == 0x9F { return true }
        return isOneOf(value, placeholders)
    }

    private static let placeholders: [[UInt8]] = [
        "null", "nil", "none", "true", "false", "undefined", "redacted", "masked", "hidden", "filtered", "removed", "secret",
        "password", "token", "string", "placeholder", "your_password", "your-password", "yourpassword", "your_token",
        "your_api_key", "empty", "unset", "n/a", "todo", "tbd", "nan",
    ].map { Array($0.utf8) }

    /// What logs say of a password.
    private static func isStatus(_ value: UnsafeBufferPointer<UInt8>) -> Bool { isOneOf(value, statuses) }

    private static let statuses: [[UInt8]] = [
        "is", "was", "for", "not", "and", "the", "incorrect", "invalid", "expired", "required", "failed", "missing",
        "mismatch", "reset", "changed", "ok", "yes", "no", "unknown", "wrong", "updated", "accepted", "rejected", "auth",
        "authentication", "must", "should", "cannot", "user", "error", "denied", "success",
    ].map { Array($0.utf8) }

    private static func isOneOf(_ value: UnsafeBufferPointer<UInt8>, _ words: [[UInt8]]) -> Bool {
        guard value.count <= 16 else { return false }
        return words.contains { word in
            word.count == value.count
                && word.indices.allSatisfy { word[$0] == (value[$0].isASCIILetter ? value[$0] | 0x20 : value[$0]) }
        }
    }
}
