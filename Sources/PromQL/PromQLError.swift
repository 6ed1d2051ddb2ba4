/// Why a text is not an expression.
public struct PromQLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes of UTF-8 before the place that could not be read.
    public var offset: Int
    /// What would have been legal there, in words: `")" to end the arguments`.
    public var expected: String
    /// The start of what was there instead, without control characters; empty at the end of the text.
    public var found: String

    public init(offset: Int, expected: String, found: String) {
        self.offset = offset
        self.expected = expected
        self.found = found
    }

    public var description: String {
        "at byte \(offset): expected \(expected), found " + (found.isEmpty ? "the end" : "'\(found)'")
    }
}
