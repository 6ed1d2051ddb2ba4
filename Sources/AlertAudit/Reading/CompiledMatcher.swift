import Core
import PromQL

/// A matcher whose pattern has been read once, for the many values that it is held against.
struct CompiledMatcher: Sendable {
    let name: String
    let operation: LabelMatcher.Operation
    private let value: String
    private let pattern: LabelPattern?
    /// The known services whose names pass, for a matcher that asks for one by a label that says what a series is about.
    private(set) var services: Set<String> = []

    init(_ matcher: LabelMatcher, services: Set<String>) {
        self.init(matcher)
        if isPositive, ServiceIdentity.labelNames.contains(name) { self.services = services.filter { matches($0) == true } }
    }

    init(_ matcher: LabelMatcher) {
        name = matcher.name
        operation = matcher.operation
        value = matcher.value
        pattern = operation == .regex || operation == .notRegex ? LabelPattern(matcher.value) : nil
    }

    init(_ matcher: Silence.Matcher) {
        let operation: LabelMatcher.Operation =
            matcher.isRegex ? (matcher.isEqual ? .regex : .notRegex) : (matcher.isEqual ? .equal : .notEqual)
        self.init(LabelMatcher(matcher.name, operation, matcher.value))
    }

    /// False for `!=` and `!~`.
    var isPositive: Bool { operation == .equal || operation == .regex }

    /// Whether a label of this value passes; `nil`: the pattern cannot be read.
    func matches(_ label: String) -> Bool? {
        switch operation {
        case .equal: label == value
        case .notEqual: label != value
        case .regex: pattern?.matches(label)
        case .notRegex: pattern.map { !$0.matches(label) }
        }
    }
}
