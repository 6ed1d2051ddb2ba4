/// A piece of an action in a template of Go's `text/template`.
struct TemplateToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// A word: a function, a keyword, `true`, `nil`.
        case word(String)
        /// `$`, `$labels`
        case variable(String)
        /// `.x` after a value or by itself.
        case field(String)
        case dot
        case string(String)
        /// As written.
        case number(String)
        /// A character in single quotes, which is a whole number.
        case character
        case pipe, comma, open, close, declare, assign
        /// White space between operands.
        case space
    }

    var kind: Kind
    var offset: Int
}
