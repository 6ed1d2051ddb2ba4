/// Rules of writing that names and strings share.
enum Writing {
    /// `[a-zA-Z_][a-zA-Z0-9_]*`
    static func isLabelName(_ text: String) -> Bool { isIdentifier(text, colons: false) }

    /// Whether a name can stand without quotes: an identifier that is no number and no operator's modifier.
    static func isMetricName(_ text: String) -> Bool {
        isIdentifier(text, colons: true) && !Keyword.neverMetrics.contains(text.lowercased())
    }

    private static func isIdentifier(_ text: String, colons: Bool) -> Bool {
        guard let first = text.utf8.first, !Byte.isDigit(first) else { return false }
        return text.utf8.allSatisfy { Byte.isWord($0) || (colons && $0 == Byte.colon) }
    }

    /// In double quotes. Control and direction-changing characters become escapes, so that the text is safe to show.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where needsEscape(scalar):
                let digits = String(scalar.value, radix: 16)
                let width = digits.count > 4 ? 8 : 4
                result += (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}
