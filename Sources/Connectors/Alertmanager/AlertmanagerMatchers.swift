import Core

/// Reads label matchers as routes, inhibitions and filters write them: `severity=~"critical|page"`, `team = payments`,
/// `{a="b",c!="d"}`. Names and values may be quoted, with `\"`, `\\` and `\n` inside.
struct AlertmanagerMatchers {
    private var rest: Substring

    /// The matchers in `text`; `nil` when it is not a list of matchers.
    static func read(_ text: String) -> [Silence.Matcher]? {
        var reader = AlertmanagerMatchers(rest: text[...])
        return reader.list()
    }

    private mutating func list() -> [Silence.Matcher]? {
        skipSpace()
        let isBraced = take("{")
        var found: [Silence.Matcher] = []
        while true {
            skipSpace()
            if isBraced, take("}") { break }
            if !isBraced, rest.isEmpty { break }
            guard let matcher = matcher(inBraces: isBraced) else { return nil }
            found.append(matcher)
            skipSpace()
            if take(",") { continue }
            if isBraced { guard take("}") else { return nil } }
            break
        }
        skipSpace()
        return rest.isEmpty ? found : nil
    }

    private mutating func matcher(inBraces: Bool) -> Silence.Matcher? {
        guard let name = word(until: { "=!~,{}\" ".contains($0) }), !name.isEmpty else { return nil }
        skipSpace()
        let isEqual: Bool
        let isRegex: Bool
        switch true {
        case take("=~"): (isEqual, isRegex) = (true, true)
        case take("!~"): (isEqual, isRegex) = (false, true)
        case take("!="): (isEqual, isRegex) = (false, false)
        case take("="): (isEqual, isRegex) = (true, false)
        default: return nil
        }
        skipSpace()
        guard let value = word(until: { $0 == "," || (inBraces && $0 == "}") }) else { return nil }
        return Silence.Matcher(name: name, value: value, isRegex: isRegex, isEqual: isEqual)
    }

    /// A quoted string, or the text up to a character that ends it. `nil`: a quote is not closed.
    private mutating func word(until ends: (Character) -> Bool) -> String? {
        guard take("\"") else {
            let text = rest.prefix { !ends($0) }
            rest = rest[text.endIndex...]
            let trimmed = text.reversed().drop { $0.isWhitespace }.reversed()
            return String(trimmed)
        }
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return value
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                switch escaped {
                case "n": value += "\n"
                case "\"", "\\": value.append(escaped)
                default: value += "\\" + String(escaped)
                }
            default: value.append(character)
            }
        }
        return nil
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private mutating func skipSpace() { rest = rest.drop { $0.isWhitespace } }
}
