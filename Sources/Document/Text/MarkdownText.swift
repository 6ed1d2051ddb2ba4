/// Escaping for Markdown (CommonMark with the GitHub extensions). All text is one line; the renderer never puts data first on
/// a line without ``guardStart(_:)``.
///
/// A backslash does not stop GitHub from linking a bare address, a mention or an issue number, since those are looked for in
/// the finished text. Words of that kind are therefore written as code, which no renderer links.
enum MarkdownText {
    /// Text that reads as itself.
    static func escape(_ text: String, limit: Int = Inert.proseLimit) -> String {
        var parts: [String] = []
        for word in Inert.line(text, limit: limit).split(separator: " ", omittingEmptySubsequences: false) {
            parts.append(wantsCode(word) ? codeWord(word) : backslashed(word))
        }
        return parts.joined(separator: " ")
    }

    /// A code span, with a fence longer than any run of backticks inside.
    static func code(_ text: String, limit: Int = Inert.proseLimit) -> String {
        span(Inert.line(text, limit: limit))
    }

    /// A fenced block.
    static func fenced(_ text: String, language: String = "", limit: Int = Inert.codeLimit) -> String {
        let content = Inert.block(text, limit: limit)
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: content) + 1))
        return fence + language + "\n" + content + (content.hasSuffix("\n") ? "" : "\n") + fence
    }

    /// Escapes what would begin a list, a heading's underline or a numbered item if it stood first on a line.
    static func guardStart(_ line: String) -> String {
        guard let first = line.first else { return line }
        if "-+=:#".contains(first) { return "\\" + line }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, digits.count < 10, let next = line.dropFirst(digits.count).first, next == "." || next == ")" {
            return digits + "\\" + line.dropFirst(digits.count)
        }
        return first == " " ? String(line.drop { $0 == " " }) : line
    }

    /// An address as the target of a link: all that could end it is percent-encoded.
    static func target(_ url: String) -> String {
        var result = ""
        for byte in url.utf8 {
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
                UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "["), UInt8(ascii: "]"),
                UInt8(ascii: "*"), UInt8(ascii: "|"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "^"), 0...0x20,
                0x7F...:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0" + digits : "%" + digits
            default: result.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return result
    }

    private static func span(_ content: String) -> String {
        guard !content.allSatisfy({ $0 == " " }) else { return "(empty)" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: content) + 1)
        let needsSpace = content.first == "`" || content.last == "`" || (content.first == " " && content.last == " ")
        return needsSpace ? fence + " " + content + " " + fence : fence + content + fence
    }

    /// Code for the word's middle; brackets, quotes and stops around it stay text.
    private static func codeWord(_ word: Substring) -> String {
        let outer = "()[]“”\"',;:.!?"
        let head = word.prefix { outer.contains($0) }
        let rest = word.dropFirst(head.count)
        var end = rest.endIndex
        while end > rest.startIndex, outer.contains(rest[rest.index(before: end)]) { end = rest.index(before: end) }
        guard end > rest.startIndex else { return backslashed(word) }
        return backslashed(head) + span(String(rest[..<end])) + backslashed(rest[end...])
    }

    /// What GitHub and others link by themselves: addresses, e-mail, mentions, issue numbers, whole commit hashes; and names
    /// with underscores, which would need backslashes to read as themselves.
    private static func wantsCode(_ word: Substring) -> Bool {
        // Most words are plain: nothing below holds without one of these signs or forty characters.
        let isPlain =
            word.utf8.count < 40
            && !word.utf8.contains { byte in
                switch byte {
                case UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "#"), UInt8(ascii: "."),
                    UInt8(ascii: "-"),
                    0x80...:
                    true
                default: false
                }
            }
        if isPlain { return false }
        let lower = word.lowercased()
        if lower.contains("@") || lower.contains("://") || lower.contains("www.") || lower.contains("mailto:")
            || lower.contains("xmpp:") || lower.contains("_") || lower.contains("gh-")
        {
            return true
        }
        if let hash = lower.firstIndex(of: "#"), lower[hash...].dropFirst().first?.isNumber == true { return true }
        var run = 0
        for scalar in lower.unicodeScalars {
            run = scalar.isASCII && scalar.properties.isASCIIHexDigit ? run + 1 : 0
            if run >= 40 { return true }
        }
        return false
    }

    private static func backslashed(_ word: Substring) -> String {
        var result = ""
        for character in word.unicodeScalars {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "&", "|", "~", "$", "^", "{", "}":
                result += "\\"
                result.unicodeScalars.append(character)
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var longest = 0
        var run = 0
        for each in text {
            run = each == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
