/// E-mail addresses, mentions and signed names in text.
enum Addresses {
    /// Text with addresses replaced, and mentions too where asked; the replacement is asked for by the address or the name
    /// mentioned.
    static func replacing(in text: String, mentions: Bool, with replacement: (String) -> String) -> String {
        guard holdsSign(text) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var position = 0
        while position < scalars.count {
            if let end = address(in: scalars, at: position) {
                let found = String(String.UnicodeScalarView(scalars[position..<end]))
                result.append(contentsOf: replacement(decoded(found)).unicodeScalars)
                position = end
            } else if mentions, let end = mention(in: scalars, at: position) {
                let name = String(String.UnicodeScalarView(scalars[(position + 1)..<end]))
                result.append("@")
                result.append(contentsOf: replacement(name).unicodeScalars)
                position = end
            } else {
                result.append(scalars[position])
                position += 1
            }
        }
        return String(result)
    }

    private static func holdsSign(_ text: String) -> Bool {
        text.utf8.contains(UInt8(ascii: "@")) || holds(text, "%40")
    }

    /// Whether ASCII text occurs, byte by byte: this runs over every log line.
    private static func holds(_ text: String, _ needle: StaticString) -> Bool {
        let count = needle.utf8CodeUnitCount
        var matched = 0
        for byte in text.utf8 {
            if byte == needle.utf8Start[matched] {
                matched += 1
                if matched == count { return true }
            } else {
                matched = byte == needle.utf8Start[0] ? 1 : 0
            }
        }
        return false
    }

    /// Whom a text names by address or signature, in order: `Dana Ruiz <dana@example.com>`, `Signed-off-by: Dana Ruiz`, or a
    /// bare address or mention.
    static func people(in text: String) -> [(name: String?, address: String?)] {
        let hasSign = holdsSign(text)
        guard hasSign || holds(text, "-by:") || holds(text, "-By:") else { return [] }
        var found: [(name: String?, address: String?)] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let scalars = Array(line.unicodeScalars)
            if let name = signature(in: line) { found.append((name, nil)) }
            guard hasSign else { continue }
            var position = 0
            while position < scalars.count {
                if let end = address(in: scalars, at: position) {
                    let address = decoded(String(String.UnicodeScalarView(scalars[position..<end])))
                    found.append((nameBefore(position, in: scalars), address))
                    position = end
                } else {
                    position += 1
                }
            }
        }
        return found
    }

    /// The end of an address that begins at `start`, which must not stand inside a word.
    private static func address(in text: [Unicode.Scalar], at start: Int) -> Int? {
        guard isLocal(text[start]), start == 0 || !isLocal(text[start - 1]) else { return nil }
        var position = start
        while position < text.count, isLocal(text[position]), position - start <= 64 { position += 1 }
        let local = String(String.UnicodeScalarView(text[start..<position])).lowercased()
        guard position < text.count, local != "git", let at = atSign(in: text, at: position) else { return nil }
        let domain = at
        position = at
        while position < text.count, isDomain(text[position]), position - domain <= 253 { position += 1 }
        while position > domain, text[position - 1] == "." || text[position - 1] == "-" { position -= 1 }
        let labels = String(String.UnicodeScalarView(text[domain..<position])).split(
            separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, let last = labels.last, last.count > 1, last.allSatisfy(\.isLetter) else { return nil }
        return position
    }

    private static func atSign(in text: [Unicode.Scalar], at position: Int) -> Int? {
        if text[position] == "@" { return position + 1 }
        if text[position] == "%", position + 2 < text.count, text[position + 1] == "4", text[position + 2] == "0" {
            return position + 3
        }
        return nil
    }

    /// `@dana`, after a space or a bracket; not `@here`, `@types/node`, or PromQL's `@end()`.
    private static func mention(in text: [Unicode.Scalar], at start: Int) -> Int? {
        guard text[start] == "@", start + 1 < text.count, text[start + 1].properties.isAlphabetic,
            start == 0 || !(isLocal(text[start - 1]) || text[start - 1] == "@" || text[start - 1] == "/")
        else { return nil }
        var end = start + 1
        while end < text.count, NameWords.isWordScalar(text[end]) || "._-".unicodeScalars.contains(text[end]) { end += 1 }
        while text[end - 1] == "." || text[end - 1] == "-" { end -= 1 }
        if end < text.count, text[end] == "/" || text[end] == "(" { return nil }
        let name = String(String.UnicodeScalarView(text[(start + 1)..<end])).lowercased()
        if ["here", "channel", "everyone", "all", "person"].contains(name) || name.hasPrefix("person-") { return nil }
        return end
    }

    private static func signature(in line: Substring) -> String? {
        guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased().hasSuffix("-by") else { return nil }
        let rest = line[line.index(after: colon)...].prefix { $0 != "<" && $0 != "(" && $0 != "@" }
        let name = rest.split(separator: " ").prefix(5).joined(separator: " ")
        return name.isEmpty ? nil : name
    }

    /// The words before `<`, back to what cannot be part of a name.
    private static func nameBefore(_ start: Int, in text: [Unicode.Scalar]) -> String? {
        guard start > 0, text[start - 1] == "<" else { return nil }
        var from = start - 1
        while from > 0, NameWords.isWordScalar(text[from - 1]) || " .'’-".unicodeScalars.contains(text[from - 1]) { from -= 1 }
        let words = String(String.UnicodeScalarView(text[from..<(start - 1)])).split(separator: " ").suffix(4)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func decoded(_ address: String) -> String {
        guard let percent = address.firstIndex(of: "%") else { return address }
        return address[..<percent] + "@" + address[percent...].dropFirst(3)
    }

    private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
        NameWords.isWordScalar(scalar) || "._+-".unicodeScalars.contains(scalar)
    }

    private static func isDomain(_ scalar: Unicode.Scalar) -> Bool {
        NameWords.isWordScalar(scalar) || scalar == "." || scalar == "-"
    }
}
