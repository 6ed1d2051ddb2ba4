extension Expression {
    /// The comparisons with a constant that decide whether an alert with this expression fires, in the order written: those at
    /// the top, below `and`, `or` and `unless`, chained (`1 < x < 5`), and inside a `bool` comparison that is tested for 1.
    public var thresholds: [Threshold] {
        var found: [Threshold] = []
        collectThresholds(into: &found, isException: false)
        return found
    }

    private func collectThresholds(into found: inout [Threshold], isException: Bool) {
        guard case .binary(let operation) = self else { return }
        switch operation.operation {
        case .and, .or:
            operation.left.collectThresholds(into: &found, isException: isException)
            operation.right.collectThresholds(into: &found, isException: isException)
        case .unless:
            operation.left.collectThresholds(into: &found, isException: isException)
            operation.right.collectThresholds(into: &found, isException: !isException)
        case _ where operation.operation.isComparison:
            operation.collectThresholds(into: &found, isException: isException)
        default: break
        }
    }

    /// The vector at the bottom of chained filters: `x` of `1 < x`.
    var filtered: Expression {
        guard case .binary(let operation) = self, let threshold = operation.threshold, !operation.isBool else { return self }
        return threshold.expression.filtered
    }

    /// The value of an expression of numbers alone: `0.05 * 100` is 5. `nil` for anything else, and for powers other than whole
    /// ones and square roots.
    public var constant: Double? {
        switch self {
        case .number(let number): number.value
        case .negation(let operand): operand.constant.map { -$0 }
        case .binary(let operation): operation.constant
        default: nil
        }
    }
}

extension BinaryOperation {
    /// The comparison with a constant that this operation itself is.
    var threshold: Threshold? {
        guard operation.isComparison else { return nil }
        switch (left.constant, right.constant) {
        case (nil, let value?): return Threshold(left, operation, value)
        case (let value?, nil): return Threshold(right, operation.mirrored, value)
        default: return nil
        }
    }

    fileprivate func collectThresholds(into found: inout [Threshold], isException: Bool) {
        guard var threshold else { return }
        if case .binary(let inner) = threshold.expression, inner.threshold != nil {
            if !inner.isBool {
                inner.collectThresholds(into: &found, isException: isException)
                threshold.expression = threshold.expression.filtered
            } else if threshold.isBreached(by: 1), !threshold.isBreached(by: 0) {
                return inner.collectThresholds(into: &found, isException: isException)
            }
        }
        threshold.isException = isException
        found.append(threshold)
    }

    fileprivate var constant: Double? {
        guard let left = left.constant, let right = right.constant else { return nil }
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide: return left / right
        case .modulo: return left.truncatingRemainder(dividingBy: right)
        case .power: return BinaryOperation.power(left, right)
        default: return isBool ? operation.holds(left, right).map { $0 ? 1 : 0 } : nil
        }
    }

    private static func power(_ base: Double, _ exponent: Double) -> Double? {
        if exponent == 0.5 { return base.squareRoot() }
        guard exponent == exponent.rounded(), abs(exponent) <= 1024 else { return nil }
        var result = 1.0
        var factor = base
        var rest = Int(abs(exponent))
        while rest > 0 {
            if rest % 2 == 1 { result *= factor }
            factor *= factor
            rest /= 2
        }
        return exponent < 0 ? 1 / result : result
    }
}
