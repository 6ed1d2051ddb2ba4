/// Ids of traces and spans in the forms that systems write them in.
///
/// OTLP's JSON has hexadecimal digits (github.com/open-telemetry/opentelemetry-proto, docs/specification.md); protobuf's own
/// JSON mapping, which Tempo answers with, has base64; a search of Tempo leaves out leading zeros.
public enum OTLPIdentifier {
    /// 32 lower-case hex digits; `nil` for what is no trace's id, and for the invalid id of zeros alone.
    public static func trace(_ text: String) -> String? { normal(text, bytes: 16) }

    /// 16 lower-case hex digits; `nil` for what is no span's id, and for the invalid id of zeros alone.
    public static func span(_ text: String) -> String? { normal(text, bytes: 8) }

    private static func normal(_ text: String, bytes count: Int) -> String? {
        guard (1...count * 2).contains(text.utf8.count) else { return nil }
        let digits = hexadecimal(text) ?? base64(text, bytes: count)
        guard let digits, digits.contains(where: { $0 != UInt8(ascii: "0") }) else { return nil }
        let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: count * 2 - digits.count)
        return String(decoding: zeros + digits, as: UTF8.self)
    }

    /// The digits in lower case. A text that is both hexadecimal and base64 without its padding is taken for the former.
    private static func hexadecimal(_ text: String) -> [UInt8]? {
        var digits: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x66: digits.append(byte)
            case 0x41...0x46: digits.append(byte + 0x20)
            default: return nil
            }
        }
        return digits
    }

    /// The hex digits of exactly `count` bytes written in base64, of the usual or the URL's alphabet, with or without padding.
    private static func base64(_ text: String, bytes count: Int) -> [UInt8]? {
        var body = Array(text.utf8)
        var padding = 0
        while body.last == UInt8(ascii: "=") {
            body.removeLast()
            padding += 1
        }
        guard body.count == (count * 8 + 5) / 6, padding == 0 || (body.count + padding) % 4 == 0, padding < 3 else {
            return nil
        }
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var held = 0
        for byte in body {
            guard let value = sextet(byte) else { return nil }
            bits = bits << 6 | value
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            let octet = UInt8(truncatingIfNeeded: bits >> UInt32(held))
            bits &= (1 << UInt32(held)) - 1
            result.append(hexDigit(octet >> 4))
            result.append(hexDigit(octet & 15))
        }
        // Bits left over must be zero, or the text is something else.
        return bits == 0 && result.count == count * 2 ? result : nil
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte - 0x41)
        case 0x61...0x7A: UInt32(byte - 0x61) + 26
        case 0x30...0x39: UInt32(byte - 0x30) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
