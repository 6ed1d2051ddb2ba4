/// Why a rule cannot be used.
public struct RuleError: Error, Sendable, Hashable, CustomStringConvertible {
    public var rule: RuleID
    /// Bytes from the start of the pattern.
    public var offset: Int
    public var reason: String

    public var description: String { "redaction rule \(rule): \(reason) (byte \(offset) of the pattern)" }
}
