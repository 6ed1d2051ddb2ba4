/// Reads the double-quoted strings of a query as Go's strconv.Unquote does, which both LogQL and LogsQL use; written apart from
/// the code that writes them.
enum GoLiteral {
    /// Every double-quoted string of a query, in order; `nil` when one is not closed or has an escape that Go does not know.
    static func all(in query: String) -> [String]? {
        var found: [String] = []
        var rest = Array(query.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\"" else { continue }
            guard let text = unquote(&rest) else { return nil }
            found.append(text)
        }
        return found
    }

    private static func unquote(_ rest: inout ArraySlice<Unicode.Scalar>) -> String? {
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(text)
            case "\n": return nil
            case "\\":
                guard let escape = rest.popFirst() else { return nil }
                switch escape {
                case "n": text.append("\n")
                case "r": text.append("\r")
                case "t": text.append("\t")
                case "\\", "\"": text.append(escape)
                case "u", "U":
                    let digits = rest.prefix(escape == "u" ? 4 : 8)
                    rest = rest.dropFirst(digits.count)
                    var hex = String.UnicodeScalarView()
                    hex.append(contentsOf: digits)
                    guard let value = UInt32(String(hex), radix: 16), let named = Unicode.Scalar(value) else { return nil }
                    text.append(named)
                default: return nil
                }
            default: text.append(scalar)
            }
        }
        return nil
    }
}
