import Core

/// Text that a write sends to people. It often quotes evidence, and evidence may be hostile: nothing in it may move, hide or
/// command what a reader sees. Each tool adds what its system needs, such as escaping markup.
public enum OutgoingText {
    /// The text with control, format and bidirectional characters written out as `⟨U+001B⟩`. Line ends become `\n`, tabs
    /// spaces; both stay what they mean.
    public static func visible(_ text: String) -> String {
        var result = ""
        var wasReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r": result += "\n"
            case "\n": if !wasReturn { result += "\n" }
            case "\t": result += " "
            default:
                if scalar.isUnprintable { result += name(of: scalar) } else { result.unicodeScalars.append(scalar) }
            }
            wasReturn = scalar == "\r"
        }
        return result
    }

    /// The same on one line: line ends are spaces.
    public static func line(_ text: String) -> String {
        String(visible(text).map { $0 == "\n" ? " " : $0 })
    }

    /// `&`, `<`, `>` and both quotes as entities, which are the same in HTML and XML.
    public static func escapedForXML(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Lines of paragraphs: a paragraph ends where one or more lines are blank.
    public static func paragraphs(_ text: String) -> [[String]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.split { $0.allSatisfy(\.isWhitespace) }.map { $0.map(String.init) }
    }

    /// Digits alone, without a leading zero, at most 19.
    static func isNumericID(_ text: String) -> Bool {
        (1...19).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "0")
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
    }
}
