/// The name of a rule, such as `github-token`.
public struct RuleID: RawRepresentable, Sendable, Hashable, Codable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    public var description: String { rawValue }
    public static func < (left: RuleID, right: RuleID) -> Bool { left.rawValue < right.rawValue }

    /// A name from the configuration.
    public static let configuredName: RuleID = "configured-name"
}
