/// Two expressions and the operator between them.
public struct BinaryOperation: Sendable, Hashable {
    /// Which series of the two sides belong together.
    public struct Matching: Sendable, Hashable {
        /// True for `on`, false for `ignoring`.
        public var isOn: Bool
        public var labels: [String]
        public var grouping: Group?

        public init(isOn: Bool, labels: [String], grouping: Group? = nil) {
            self.isOn = isOn
            self.labels = labels
            self.grouping = grouping
        }
    }

    /// The side that may have many series for one of the other, and the labels that it takes over from there.
    public enum Group: Sendable, Hashable {
        case left([String])
        case right([String])
    }

    public var operation: BinaryOperator
    public var left: Expression
    public var right: Expression
    /// `bool`: a comparison gives 0 or 1 in place of filtering.
    public var isBool: Bool
    public var matching: Matching?

    public init(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, isBool: Bool = false, matching: Matching? = nil
    ) {
        self.operation = operation
        self.left = left
        self.right = right
        self.isBool = isBool
        self.matching = matching
    }
}
