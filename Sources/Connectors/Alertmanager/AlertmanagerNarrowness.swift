import Core

/// Judges whether a matcher keeps a silence from matching every alert. It does not run the expression: a matcher is narrow when
/// that can be seen from its text, and anything that cannot be seen counts as wide.
enum AlertmanagerNarrowness {
    /// A negative matcher is never narrow: it holds for every alert but a few.
    static func isNarrow(_ matcher: Silence.Matcher) -> Bool {
        guard matcher.isEqual else { return false }
        return matcher.isRegex ? needsText(matcher.value) : !matcher.value.isEmpty
    }

    /// Does every alternative at the outermost level hold a letter or digit that a match cannot do without? What stands in
    /// groups and classes is not looked at, and after an escape that takes arguments (`\p`, `\x`, `\Q`, …) nothing is. RE2's
    /// syntax (github.com/google/re2/wiki/Syntax).
    static func needsText(_ pattern: String) -> Bool {
        var scanner = Scanner(rest: Array(pattern.unicodeScalars)[...])
        return scanner.everyAlternativeNeedsText()
    }

    private struct Scanner {
        var rest: ArraySlice<Unicode.Scalar>
        private var depth = 0
        private var needsText = false

        init(rest: ArraySlice<Unicode.Scalar>) { self.rest = rest }

        mutating func everyAlternativeNeedsText() -> Bool {
            while let scalar = rest.popFirst() {
                switch scalar {
                case "\\":
                    guard let escaped = rest.popFirst() else { return false }
                    // Of the escapes with a letter or digit only the plain classes are known to end here.
                    if isWordCharacter(escaped), !"dDwWsSbB".unicodeScalars.contains(escaped) {
                        return needsText && !rest.contains("|")
                    }
                case "[": guard skipClass() else { return false }
                case "{": skipRepetition()
                case "(": depth += 1
                case ")": depth = max(0, depth - 1)
                case "|" where depth == 0:
                    guard needsText else { return false }
                    needsText = false
                default:
                    if depth == 0, isWordCharacter(scalar), !isOptional { needsText = true }
                }
            }
            return needsText && depth == 0
        }

        /// Whether what was just read may be left out: `a*`, `a?`, `a{0}`.
        private var isOptional: Bool { rest.first.map { "*?{".unicodeScalars.contains($0) } ?? false }

        private func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || isDigit(scalar) }

        private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

        /// Goes behind `2,5}`; a brace with anything else in it stands for itself.
        private mutating func skipRepetition() {
            let after = rest.drop { isDigit($0) || $0 == "," }
            if after.first == "}" { rest = after.dropFirst() }
        }

        /// Goes behind the class's end; the first `]` may stand for itself.
        private mutating func skipClass() -> Bool {
            if rest.first == "^" { rest.removeFirst() }
            if rest.first == "]" { rest.removeFirst() }
            while let scalar = rest.popFirst() {
                if scalar == "\\" { _ = rest.popFirst() }
                if scalar == "]" { return true }
            }
            return false
        }
    }
}
