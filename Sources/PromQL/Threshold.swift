/// A comparison of a vector with a constant: the part of an alert's expression that says how much is too much.
public struct Threshold: Sendable, Hashable {
    /// What is compared; always the left side, whichever way round it is written.
    public var expression: Expression
    /// One of the six comparisons, turned where the constant was written on the left: `10 < x` is `x > 10`.
    public var comparison: BinaryOperator
    public var value: Double
    /// True when it stands right of `unless`: where it holds, the alert does not fire.
    public var isException: Bool

    public init(_ expression: Expression, _ comparison: BinaryOperator, _ value: Double, isException: Bool = false) {
        self.expression = expression
        self.comparison = comparison
        self.value = value
        self.isException = isException
    }

    /// Whether a value is beyond the threshold, so that the comparison holds.
    public func isBreached(by sample: Double) -> Bool { comparison.holds(sample, value) ?? false }
}
