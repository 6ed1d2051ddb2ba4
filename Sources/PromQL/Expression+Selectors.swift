extension Expression {
    /// All selectors, in the order in which they are written.
    public var selectors: [VectorSelector] {
        var found: [VectorSelector] = []
        visit { if case .selector(let selector) = $0 { found.append(selector) } }
        return found
    }

    /// Calls `body` with this expression and everything below it, each before its parts, in the order written.
    public func visit(_ body: (Expression) -> Void) {
        body(self)
        for child in children { child.visit(body) }
    }

    /// The expressions directly below, in the order written.
    public var children: [Expression] {
        switch self {
        case .number, .string, .selector: []
        case .subquery(let subquery): [subquery.expression]
        case .negation(let operand): [operand]
        case .binary(let operation): [operation.left, operation.right]
        case .call(let call): call.arguments
        case .aggregation(let aggregation): (aggregation.parameter.map { [$0] } ?? []) + [aggregation.operand]
        }
    }
}
