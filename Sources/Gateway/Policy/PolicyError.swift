/// What is wrong with a policy or a file of policy tests: where, and what was expected.
public struct PolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's name as it was given; `the recorded policy` for the ledger's form.
    public var file: String
    /// From 1; `nil` where the text has no lines, as the ledger's form has none.
    public var line: Int?
    /// Where in the document, such as `rules[2].arguments`; empty for the whole of it.
    public var key: String
    /// What was expected in place of what stands there.
    public var expected: String

    public init(file: String, line: Int?, key: String, expected: String) {
        self.file = file
        self.line = line
        self.key = key
        self.expected = expected
    }

    /// `policy.yaml:12: 'rules[2].verdict': expected allow, deny or approval`
    public var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + (key.isEmpty ? "the document" : "'\(key)'") + ": " + expected
    }
}
