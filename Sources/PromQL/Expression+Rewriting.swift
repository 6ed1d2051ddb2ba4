extension Expression {
    /// The same tree with every part replaced by what `replace` gives for it; where it gives `nil`, the part stays and its own
    /// parts are asked for. Parts come in the order of ``visit(_:)``.
    public func replacing(_ replace: (Expression) -> Expression?) -> Expression {
        if let other = replace(self) { return other }
        switch self {
        case .number, .string, .selector: return self
        case .subquery(var subquery):
            subquery.expression = subquery.expression.replacing(replace)
            return .subquery(subquery)
        case .negation(let operand): return .negation(operand.replacing(replace))
        case .binary(var operation):
            operation.left = operation.left.replacing(replace)
            operation.right = operation.right.replacing(replace)
            return .binary(operation)
        case .call(var call):
            call.arguments = call.arguments.map { $0.replacing(replace) }
            return .call(call)
        case .aggregation(var aggregation):
            aggregation.parameter = aggregation.parameter?.replacing(replace)
            aggregation.operand = aggregation.operand.replacing(replace)
            return .aggregation(aggregation)
        }
    }

    /// The expression that a range question has to ask so that it gives, at each of its moments, what a question for that one
    /// moment gives: there, `@ start()` and `@ end()` are the moment itself, and over a range they would be the range's ends.
    /// `nil` where they stand inside a subquery, whose own moments they override, so that nothing says the same.
    public var overRange: Expression? {
        var isPossible = true
        let result = replacing { part in
            switch part {
            case .selector(var selector) where selector.at == .start || selector.at == .end:
                selector.at = nil
                return .selector(selector)
            case .subquery(var subquery):
                var isFixed = false
                subquery.expression.visit { if $0.isAtRangeEnd { isFixed = true } }
                if isFixed { isPossible = false }
                if subquery.at == .start || subquery.at == .end { subquery.at = nil }
                return .subquery(subquery)
            default: return nil
            }
        }
        return isPossible ? result : nil
    }

    private var isAtRangeEnd: Bool {
        switch self {
        case .selector(let selector): selector.at == .start || selector.at == .end
        case .subquery(let subquery): subquery.at == .start || subquery.at == .end
        default: false
        }
    }
}
