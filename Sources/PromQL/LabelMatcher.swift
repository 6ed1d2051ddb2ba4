/// A condition on one label.
public struct LabelMatcher: Sendable, Hashable {
    public enum Operation: String, Sendable, Hashable, Codable {
        case equal = "="
        case notEqual = "!="
        case regex = "=~"
        case notRegex = "!~"
    }

    public var name: String
    public var operation: Operation
    /// For the regular expression operators an RE2 pattern, anchored at both ends.
    public var value: String

    public init(_ name: String, _ operation: Operation = .equal, _ value: String) {
        self.name = name
        self.operation = operation
        self.value = value
    }

    /// Whether a label of this value passes; a label that is absent has the empty value. `nil`: the pattern cannot be read.
    public func matches(_ label: String) -> Bool? {
        switch operation {
        case .equal: label == value
        case .notEqual: label != value
        case .regex: LabelPattern(value)?.matches(label)
        case .notRegex: LabelPattern(value).map { !$0.matches(label) }
        }
    }

    /// Whether the matcher leaves out most series: it asks for a value, and not for just any.
    var narrows: Bool {
        switch operation {
        case .equal: return !value.isEmpty
        case .notEqual, .notRegex: return false
        case .regex:
            guard let pattern = LabelPattern(value) else { return false }
            return !pattern.matches("") && !LabelMatcher.probes.allSatisfy(pattern.matches)
        }
    }

    /// Values so unlike one another that only a pattern for anything matches them all.
    private static let probes = ["a", "Zq", "0", "_x.y-z/9", "7:~ !", "\u{e9}\u{4e2d}"]

    /// `service="checkout"`; names that are not plain identifiers are quoted.
    public var text: String {
        (Writing.isLabelName(name) ? name : Writing.quoted(name)) + operation.rawValue + Writing.quoted(value)
    }
}
