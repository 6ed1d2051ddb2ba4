import Core

/// Text as a string or a regular expression of a log store's language. LogQL and LogsQL both read double-quoted strings as Go
/// does (strconv.Unquote) and regular expressions as RE2.
enum LogLiteral {
    /// A double-quoted string that stands for exactly this text. Whatever is invisible or moves text is written as an escape,
    /// so that a query can be read as it is.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.isUnprintable { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
            }
        }
        return result + "\""
    }

    /// A regular expression that matches exactly this text, anywhere.
    static func pattern(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ".", "+", "*", "?", "(", ")", "|", "[", "]", "{", "}", "^", "$": result += "\\"
            default: break
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let width = scalar.value > 0xFFFF ? 8 : 4
        return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
