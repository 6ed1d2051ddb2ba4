public import Core
public import PromQL

/// A matcher whose pattern has been read once, for the many values that it is held against.
public struct CompiledMatcher: Sendable {
    public let name: String
    public let operation: LabelMatcher.Operation
    public let value: String
    private let pattern: LabelPattern?

    public init(_ matcher: LabelMatcher) {
        name = matcher.name
        operation = matcher.operation
        value = matcher.value
        pattern = operation == .regex || operation == .notRegex ? LabelPattern(matcher.value) : nil
    }

    public init(_ matcher: Silence.Matcher) {
        let operation: LabelMatcher.Operation =
            matcher.isRegex ? (matcher.isEqual ? .regex : .notRegex) : (matcher.isEqual ? .equal : .notEqual)
        self.init(LabelMatcher(matcher.name, operation, matcher.value))
    }

    /// False for `!=` and `!~`.
    public var isPositive: Bool { operation == .equal || operation == .regex }

    /// Whether a label of this value passes; a label that is absent has the empty value. `nil`: the pattern cannot be read.
    public func matches(_ label: String) -> Bool? {
        switch operation {
        case .equal: label == value
        case .notEqual: label != value
        case .regex: pattern?.matches(label)
        case .notRegex: pattern.map { !$0.matches(label) }
        }
    }
}

extension [CompiledMatcher] {
    /// Whether all pass; `nil`: that depends on what is not known.
    ///
    /// - Parameter value: A label's value, empty for one that is not there, `nil` where it is not known.
    public func match(_ value: (String) -> String?) -> Bool? {
        var isKnown = true
        for matcher in self {
            guard let label = value(matcher.name), let passes = matcher.matches(label) else {
                isKnown = false
                continue
            }
            if !passes { return false }
        }
        return isKnown ? true : nil
    }

    /// The same for labels that are all known.
    public func match(_ labels: [String: String]) -> Bool? { match { labels[$0] ?? "" } }
}
