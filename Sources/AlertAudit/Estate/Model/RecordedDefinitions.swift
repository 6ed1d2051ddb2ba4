import Core
import PromQL

/// What recorded series are recorded from, for telling the labels of what reads them.
struct RecordedDefinitions: Sendable {
    private var definitions: [String: Expression] = [:]
    /// Names that several rules record, or that are recorded from themselves: their labels are not known.
    private var unclear: Set<String> = []

    private static let depthLimit = 12

    init(_ recordings: [Recording]) {
        for recording in recordings {
            let name = recording.rule.name
            guard var expression = recording.expression, definitions[name] == nil else {
                unclear.insert(name)
                continue
            }
            // A label that the rule itself sets is there whatever the expression keeps.
            for label in recording.rule.labels.keys.sorted() {
                expression = .call(FunctionCall("label_replace", [expression, .string(label)]))
            }
            definitions[name] = expression
        }
    }

    /// The expression with recorded series replaced.
    func resolved(_ expression: Expression) -> Expression { resolved(expression, depth: 0) }

    private func resolved(_ expression: Expression, depth: Int) -> Expression {
        func inner(_ expression: Expression) -> Expression { resolved(expression, depth: depth + 1) }
        switch expression {
        case .number, .string: return expression
        case .selector(let selector):
            guard depth < RecordedDefinitions.depthLimit * 20, let metric = selector.metric, !unclear.contains(metric),
                let definition = definitions[metric]
            else { return expression }
            var rest = self
            rest.definitions[metric] = nil
            var result = rest.resolved(definition, depth: depth + 20)
            // What is asked of the recorded series' labels holds, whatever its rule keeps.
            for matcher in selector.matchers where matcher.name != "__name__" {
                result = .call(FunctionCall("label_replace", [result, .string(matcher.name)]))
            }
            return result
        case .subquery(var subquery):
            subquery.expression = inner(subquery.expression)
            return .subquery(subquery)
        case .negation(let operand): return .negation(inner(operand))
        case .call(let call): return .call(FunctionCall(call.name, call.arguments.map(inner)))
        case .aggregation(var aggregation):
            aggregation.operand = inner(aggregation.operand)
            return .aggregation(aggregation)
        case .binary(var operation):
            operation.left = inner(operation.left)
            operation.right = inner(operation.right)
            return .binary(operation)
        }
    }
}
