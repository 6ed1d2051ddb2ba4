extension Expression {
    /// The same expression with another constant in one of its ``thresholds``; `nil` where it has no such comparison.
    public func setting(_ threshold: Threshold, to value: Double) -> Expression? {
        var isDone = false
        let result = replacing { part in
            guard !isDone, case .binary(var operation) = part, let own = operation.threshold,
                own.comparison == threshold.comparison, own.value == threshold.value,
                own.expression == threshold.expression || own.expression.filtered == threshold.expression
            else { return nil }
            isDone = true
            let number = Expression.number(NumberLiteral(value))
            if operation.right.constant != nil { operation.right = number } else { operation.left = number }
            return .binary(operation)
        }
        return isDone ? result : nil
    }
}
