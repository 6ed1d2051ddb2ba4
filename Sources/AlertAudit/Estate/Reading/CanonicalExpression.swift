import PromQL

/// An expression written in one way of the many that mean the same: matchers in order, patterns of one literal as equalities, the
/// sides of sums and products in order, constants computed, comparisons with the constant on the right, recorded series replaced by
/// what they are recorded from.
enum CanonicalExpression {
    private static let depthLimit = 200

    static func of(_ expression: Expression, definitions: [String: Expression] = [:]) -> Expression {
        rewrite(expression, definitions, depth: 0)
    }

    private static func rewrite(_ expression: Expression, _ definitions: [String: Expression], depth: Int) -> Expression {
        guard depth < depthLimit else { return expression }
        func inner(_ expression: Expression) -> Expression { rewrite(expression, definitions, depth: depth + 1) }
        if let constant = expression.constant { return .number(NumberLiteral(constant)) }
        switch expression {
        case .number, .string: return expression
        case .selector(let selector):
            if selector.matchers.isEmpty, selector.range == nil, selector.offset == nil, selector.at == nil,
                let metric = selector.metric, let definition = definitions[metric], depth < 20
            {
                // Each name once, so that a definition that reads itself ends.
                var rest = definitions
                rest[metric] = nil
                return rewrite(definition, rest, depth: depth + 1)
            }
            return .selector(canonical(selector))
        case .subquery(var subquery):
            subquery.expression = inner(subquery.expression)
            return .subquery(subquery)
        case .negation(let operand): return .negation(inner(operand))
        case .call(let call): return .call(FunctionCall(call.name, call.arguments.map(inner)))
        case .aggregation(let aggregation):
            return .aggregation(
                Aggregation(
                    aggregation.operation, parameter: aggregation.parameter.map(inner), inner(aggregation.operand),
                    grouping: canonical(aggregation.grouping)))
        case .binary(let operation): return .binary(rewrite(operation, inner))
        }
    }

    private static func rewrite(_ operation: BinaryOperation, _ inner: (Expression) -> Expression) -> BinaryOperation {
        var result = operation
        result.left = inner(operation.left)
        result.right = inner(operation.right)
        if var matching = operation.matching {
            matching.labels = Set(matching.labels).sorted()
            let isEmpty = !matching.isOn && matching.labels.isEmpty && matching.grouping == nil
            result.matching = isEmpty ? nil : matching
        }
        guard result.matching?.grouping == nil else { return result }
        let isCommutative = operation.operation == .add || operation.operation == .multiply
        let isTurned = operation.operation.isComparison && result.left.constant != nil && result.right.constant == nil
        if isTurned || (isCommutative && result.right.text < result.left.text) {
            (result.left, result.right) = (result.right, result.left)
            result.operation = result.operation.mirrored
        }
        return result
    }

    private static func canonical(_ selector: VectorSelector) -> VectorSelector {
        var result = selector
        let matchers = selector.matchers.map { matcher -> LabelMatcher in
            guard let literal = LabelMatcher.literal(matcher.value) else { return matcher }
            switch matcher.operation {
            case .regex: return LabelMatcher(matcher.name, .equal, literal)
            case .notRegex: return LabelMatcher(matcher.name, .notEqual, literal)
            default: return matcher
            }
        }
        result.matchers = Set(matchers).sorted { $0.text < $1.text }
        if result.offset == 0 { result.offset = nil }
        return result
    }

    private static func canonical(_ grouping: Aggregation.Grouping?) -> Aggregation.Grouping? {
        switch grouping {
        case .by(let labels): labels.isEmpty ? nil : .by(Set(labels).sorted())
        case .without(let labels): .without(Set(labels).sorted())
        case nil: nil
        }
    }
}
