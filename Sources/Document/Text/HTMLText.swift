/// Escaping for HTML and for SVG inside it. Text goes between tags or between double quotes, nowhere else.
enum HTMLText {
    /// Text on one line, for element content and for attribute values in double quotes.
    static func escape(_ text: String, limit: Int = Inert.proseLimit) -> String { markup(Inert.line(text, limit: limit)) }

    /// Text that keeps its lines, for `pre`.
    static func block(_ text: String, limit: Int = Inert.codeLimit) -> String { markup(Inert.block(text, limit: limit)) }

    private static func markup(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
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
}
