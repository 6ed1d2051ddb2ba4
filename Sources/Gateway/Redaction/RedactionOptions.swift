/// What a redactor looks for, and what its tokens are made with.
public struct RedactionOptions: Sendable {
    public var rules: RuleSet
    /// Names of people, customers and the like. Compared without regard to case; a space also stands for `.`, `_`, `-`, `+`, a
    /// tab or a line feed; no letter or digit may stand on either side. Names of 1 byte and of more than 256 are passed over.
    public var names: [String]
    /// Whether IP addresses are taken out. They are often what an incident is about.
    public var ipAddresses: Bool
    /// Without a key, tokens name the kind alone and nothing can be told apart.
    public var key: RedactionKey?

    public init(
        rules: RuleSet = .standard, names: [String] = [], ipAddresses: Bool = false, key: RedactionKey? = nil
    ) {
        self.rules = rules
        self.names = names
        self.ipAddresses = ipAddresses
        self.key = key
    }
}
