import PromQL

/// What a rule with one threshold watches, so that rules on the same can be held against one another: the expression that it
/// compares, without constant factors, and the threshold that is left then.
struct RuleSignal: Sendable {
    /// The compared expression in its canonical writing.
    var text: String
    var comparison: BinaryOperator
    var threshold: Double

    /// `nil` where the whole expression is not one comparison with a constant.
    init?(_ expression: Expression, definitions: [String: Expression]) {
        guard case .binary(let operation) = CanonicalExpression.of(expression, definitions: definitions),
            operation.operation.isComparison, !operation.isBool, var value = operation.right.constant
        else { return nil }
        var (factor, rest) = RuleSignal.factored(operation.left)
        comparison = operation.operation
        if case .negation(let operand) = rest {
            rest = operand
            factor = -factor
        }
        guard factor != 0, factor.isFinite, value.isFinite else { return nil }
        value /= factor
        if factor < 0 { comparison = comparison.mirrored }
        text = rest.text
        threshold = value
    }

    /// Whether another threshold is the same but for rounding.
    func isSame(_ other: RuleSignal) -> Bool {
        guard comparison == other.comparison else { return false }
        return abs(threshold - other.threshold) <= 1e-9 * max(abs(threshold), abs(other.threshold), 1e-9)
    }

    /// Whether this one holds wherever the other one does.
    func covers(_ other: RuleSignal) -> Bool {
        switch (comparison, other.comparison) {
        case (.greaterOrEqual, .greater), (.greaterOrEqual, .greaterOrEqual), (.greater, .greater):
            return threshold <= other.threshold
        case (.greater, .greaterOrEqual): return threshold < other.threshold
        case (.lessOrEqual, .less), (.lessOrEqual, .lessOrEqual), (.less, .less): return threshold >= other.threshold
        case (.less, .lessOrEqual): return threshold > other.threshold
        default: return false
        }
    }

    /// Constant factors of a product or quotient, and what is left of it.
    private static func factored(_ expression: Expression) -> (Double, Expression) {
        guard case .binary(let operation) = expression, operation.operation == .multiply || operation.operation == .divide
        else {
            return (1, expression)
        }
        var result = operation
        if operation.operation == .multiply {
            if let value = operation.left.constant {
                let (factor, rest) = factored(operation.right)
                return (factor * value, rest)
            }
            if let value = operation.right.constant {
                let (factor, rest) = factored(operation.left)
                return (factor * value, rest)
            }
        } else if let value = operation.right.constant, value != 0 {
            let (factor, rest) = factored(operation.left)
            return (factor / value, rest)
        } else if operation.left.constant != nil {
            return (1, expression)
        }
        let left = factored(operation.left)
        result.left = left.1
        return (left.0, .binary(result))
    }
}
