/// One rule, as data: what it looks for, and the examples that show it. `Documentation/redaction.md` has the pattern language.
public struct RedactionRule: Sendable, Hashable {
    public var id: RuleID
    public var kind: RedactionClass
    /// What to look for. The part between `<` and `>` is what is taken out; without them, all of it.
    public var pattern: String
    /// A test that what was found must pass, and that may shorten it.
    public var validator: RuleValidator?
    /// One of these words must begin at most ``contextReach`` bytes before the pattern. Compared without regard to ASCII case.
    /// Each has at least three bytes. Empty: no context is needed.
    public var context: [String]
    /// For a block such as a PEM key: what was found goes on through the line that begins with this.
    public var closing: String?
    /// Texts in which the rule finds something. `‹a36›` stands for 36 made-up characters, see ``RuleExample``.
    public var finds: [String]
    /// Texts in which it finds nothing.
    public var passes: [String]

    /// Bytes from the start of a context word to the start of what it is the context of, at most.
    public static let contextReach = 64

    public init(
        _ id: RuleID, _ kind: RedactionClass, _ pattern: String, _ validator: RuleValidator? = nil, context: [String] = [],
        closing: String? = nil, finds: [String], passes: [String] = []
    ) {
        self.id = id
        self.kind = kind
        self.pattern = pattern
        self.validator = validator
        self.context = context
        self.closing = closing
        self.finds = finds
        self.passes = passes
    }
}
