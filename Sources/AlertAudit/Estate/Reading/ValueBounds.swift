import PromQL

/// Values that an expression can have, where its form alone says so: a part over its whole lies between 0 and 1.
struct ValueBounds: Sendable {
    var lowest: Double
    var highest: Double
    /// What it is: `a share`.
    var words: String

    init?(of expression: Expression, _ definitions: [String: Expression]) {
        guard let bounds = ValueBounds.read(expression, definitions, depth: 0) else { return nil }
        self = bounds
    }

    private init(_ lowest: Double, _ highest: Double, _ words: String) {
        self.lowest = lowest
        self.highest = highest
        self.words = words
    }

    private static func read(_ expression: Expression, _ definitions: [String: Expression], depth: Int) -> ValueBounds? {
        guard depth < 12 else { return nil }
        func inner(_ expression: Expression) -> ValueBounds? { read(expression, definitions, depth: depth + 1) }
        switch expression {
        case .selector(let selector):
            guard let metric = selector.metric else { return nil }
            if metric == "up" || metric == "probe_success" { return ValueBounds(0, 1, "`\(metric)`") }
            return definitions[metric].flatMap(inner)
        case .aggregation(let aggregation):
            switch aggregation.operation {
            case .avg, .max, .min, .topk, .bottomk, .quantile: return inner(aggregation.operand)
            default: return nil
            }
        case .call(let call):
            let keeping: Set<String> = [
                "avg_over_time", "max_over_time", "min_over_time", "last_over_time", "sort", "sort_desc", "label_replace",
                "label_join",
            ]
            return keeping.contains(call.name) ? call.arguments.first.flatMap(inner) : nil
        case .subquery(let subquery): return inner(subquery.expression)
        case .binary(let operation): return read(operation, inner)
        default: return nil
        }
    }

    private static func read(_ operation: BinaryOperation, _ inner: (Expression) -> ValueBounds?) -> ValueBounds? {
        switch (operation.operation, operation.left.constant, operation.right.constant) {
        case (.multiply, nil, let factor?): return inner(operation.left)?.scaled(factor)
        case (.multiply, let factor?, nil): return inner(operation.right)?.scaled(factor)
        case (.divide, nil, let divisor?) where divisor != 0: return inner(operation.left)?.scaled(1 / divisor)
        case (.subtract, let whole?, nil):
            return inner(operation.right).map { ValueBounds(whole - $0.highest, whole - $0.lowest, $0.words) }
        case (.divide, nil, nil): return share(operation)
        default: return nil
        }
    }

    private func scaled(_ factor: Double) -> ValueBounds? {
        guard factor > 0, factor.isFinite else { return nil }
        return ValueBounds(lowest * factor, highest * factor, words)
    }

    /// A sum of some of a counter's series over the sum of all, taken the same way.
    private static func share(_ operation: BinaryOperation) -> ValueBounds? {
        var left = operation.left
        var factor = 1.0
        if case .binary(let product) = left, product.operation == .multiply {
            if let value = product.left.constant {
                factor = value
                left = product.right
            } else if let value = product.right.constant {
                factor = value
                left = product.left
            }
        }
        guard factor > 0, let part = shape(left), let whole = shape(operation.right), part.form == whole.form,
            part.selector.metric != nil, part.selector.metric == whole.selector.metric,
            whole.selector.matchers.allSatisfy(part.selector.matchers.contains),
            part.selector.range == whole.selector.range, part.selector.offset == whole.selector.offset
        else { return nil }
        return ValueBounds(0, factor, "a share")
    }

    /// An expression around one selector, without it.
    private static func shape(_ expression: Expression) -> (form: String, selector: VectorSelector)? {
        switch expression {
        case .aggregation(let aggregation) where aggregation.operation == .sum:
            guard let inner = shape(aggregation.operand) else { return nil }
            return ("sum(" + inner.form + ")", inner.selector)
        case .call(let call) where ["rate", "increase"].contains(call.name):
            guard case .selector(let selector)? = call.arguments.first else { return nil }
            return (call.name, selector)
        default: return nil
        }
    }
}
