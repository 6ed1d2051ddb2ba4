/// One matcher of a stream selector.
struct LabelMatcher: Sendable {
    enum Sign: String, Sendable {
        case equals = "="
        case differs = "!="
        case matches = "=~"
        case matchesNot = "!~"
    }
    var name: String
    var sign: Sign
    var value: String

    /// Does the matcher narrow the selection to named values? `=""`, `=~".+"` and all negative matchers do not: alone they
    /// have a store read every stream.
    var isBounding: Bool {
        switch sign {
        case .equals: !value.isEmpty
        case .matches: value.split(separator: "|", omittingEmptySubsequences: false).allSatisfy(LabelMatcher.namesSomething)
        case .differs, .matchesNot: false
        }
    }

    /// Does an alternative of a regular expression demand at least one literal letter or digit?
    private static func namesSomething(_ alternative: Substring) -> Bool {
        var characters = alternative.makeIterator()
        var pending = false
        while let character = characters.next() {
            if pending, !"*?{".contains(character) { return true }
            pending = false
            switch character {
            case "\\": _ = characters.next()
            case "[":
                while let inner = characters.next(), inner != "]" {
                    if inner == "\\" { _ = characters.next() }
                }
            case "{": while let inner = characters.next(), inner != "}" {}
            case "(":
                // `(?i)`, `(?:` and the like are no literals.
                var rest = characters
                if rest.next() == "?" {
                    characters = rest
                    while let inner = characters.next(), inner != ")", inner != ":" {}
                }
            default: pending = character.isLetter || character.isNumber
            }
        }
        return pending
    }

    /// The matchers of `{a="b", c!="d"}`, with braces or without; `nil` when the text is anything else.
    static func all(in text: String) -> [LabelMatcher]? {
        let trimmed = text.drop { $0 == " " }
        var scanner = SelectorScanner(trimmed.first == "{" ? String(trimmed) : "{\(trimmed)}")
        _ = scanner.nextOutsideStrings()
        guard let matchers = scanner.matchers(), !matchers.isEmpty, scanner.isAtEnd else { return nil }
        return matchers
    }
}
