/// Host names with letters outside ASCII, whether written as they are or as `xn--…` (RFC 3490, RFC 3492).
enum HostName {
    /// The hosts of what looks like URLs in a text.
    static func hosts(in text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var hosts: [String] = []
        var position = 0
        while position + 2 < scalars.count {
            guard scalars[position] == ":", scalars[position + 1] == "/", scalars[position + 2] == "/" else {
                position += 1
                continue
            }
            position += 3
            let start = position
            while position < scalars.count, position - start < 253, !isEnd(scalars[position]) { position += 1 }
            var host = String.UnicodeScalarView()
            host.append(contentsOf: scalars[start..<position])
            if !host.isEmpty { hosts.append(String(host)) }
        }
        return hosts
    }

    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && !(scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._@".unicodeScalars.contains(scalar))
    }

    static func isInternational(_ host: String) -> Bool {
        !host.utf8.allSatisfy { $0 < 0x80 } || host.lowercased().split(separator: ".").contains { $0.hasPrefix("xn--") }
    }

    /// The name as it is written, as it looks, and its letters by name.
    static func explained(_ host: String) -> String {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map { label -> String in
            label.lowercased().hasPrefix("xn--") ? punycode(label.dropFirst(4)) ?? String(label) : String(label)
        }
        let looks = labels.joined(separator: ".")
        let letters = looks.unicodeScalars.filter { $0.properties.isAlphabetic }
        let scripts = Set(letters.map { $0.isASCII ? "LATIN" : script(of: $0) }).sorted()
        let foreign = letters.filter { !$0.isASCII }.prefix(8)
        let names = foreign.map { "U+" + String($0.value, radix: 16, uppercase: true) + " " + ($0.properties.name ?? "?") }
        let mixture = scripts.count > 1 ? "MIXED SCRIPTS " : "script "
        return "\(host) looks like \(looks); \(mixture)\(scripts.joined(separator: "+")); \(names.joined(separator: ", "))"
    }

    /// The first word of a character's name, which for letters is the script's: `CYRILLIC`, `GREEK`, `LATIN`.
    private static func script(of scalar: Unicode.Scalar) -> String {
        scalar.properties.name?.split(separator: " ").first.map(String.init) ?? "UNKNOWN"
    }

    /// Decodes the part after `xn--` (RFC 3492 section 6.2); `nil` where it is not well formed.
    private static func punycode(_ text: Substring) -> String? {
        let bytes = Array(text.lowercased().utf8)
        guard bytes.count <= 63, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let dash = bytes.lastIndex(of: UInt8(ascii: "-"))
        var output = bytes[..<(dash ?? 0)].map { Unicode.Scalar($0) }
        var rest = bytes[(dash.map { $0 + 1 } ?? 0)...]
        var (n, i, bias) = (128, 0, 72)
        while !rest.isEmpty {
            let before = i
            var (weight, k) = (1, 36)
            while true {
                guard let byte = rest.popFirst(), let digit = digit(byte), weight < 1 << 32 else { return nil }
                i += digit * weight
                let threshold = min(max(k - bias, 1), 26)
                if digit < threshold { break }
                weight *= 36 - threshold
                k += 36
            }
            let count = output.count + 1
            bias = adapted(i - before, count: count, isFirst: before == 0)
            n += i / count
            i %= count
            guard n <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(n)) else { return nil }
            output.insert(scalar, at: i)
            i += 1
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: output)
        return String(result)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 97
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 22
        default: nil
        }
    }

    /// The adaptation of RFC 3492 section 6.1.
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var k = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }
}
