extension Expression {
    /// Whether Prometheus' own parser takes the expression: known functions with the right number and kinds of arguments,
    /// operators between what they are for, selectors that ask for something, patterns that can be read. Servers that know more
    /// than Prometheus, as VictoriaMetrics does, take more.
    ///
    /// - Throws: ``PromQLError`` with what was wrong where; its offset is 0, since a tree has no places.
    public func check() throws(PromQLError) {
        for child in children { try child.check() }
        switch self {
        case .number, .string: break
        case .selector(let selector): try selector.check()
        case .subquery(let subquery): try subquery.expression.require([.vector], "for a subquery")
        case .negation(let operand): try operand.require([.scalar, .vector], "after a sign")
        case .binary(let operation): try operation.check()
        case .call(let call): try call.check()
        case .aggregation(let aggregation): try aggregation.check()
        }
    }

    fileprivate func require(_ types: [ValueType], _ purpose: String) throws(PromQLError) {
        guard let type = valueType, !types.contains(type) else { return }
        throw failure("\(types.map(\.name).joined(separator: " or ")) \(purpose)")
    }

    fileprivate func failure(_ expected: String) -> PromQLError {
        PromQLError(offset: 0, expected: expected, found: String(text.prefix(40)))
    }
}

extension VectorSelector {
    fileprivate func check() throws(PromQLError) {
        let whole = Expression.selector(self)
        for matcher in matchers where matcher.matches("") == nil { throw whole.failure("a pattern that can be read") }
        if metric == nil, matchers.allSatisfy({ $0.matches("") == true }) {
            throw whole.failure("at least one matcher that does not match the empty value")
        }
    }
}

extension BinaryOperation {
    fileprivate func check() throws(PromQLError) {
        let whole = Expression.binary(self)
        try left.require([.scalar, .vector], "left of '\(operation.rawValue)'")
        try right.require([.scalar, .vector], "right of '\(operation.rawValue)'")
        let hasScalar = left.valueType == .scalar || right.valueType == .scalar
        if hasScalar, operation.isSetOperator {
            throw whole.failure("instant vectors on both sides of '\(operation.rawValue)'")
        }
        if left.valueType == .scalar, right.valueType == .scalar, operation.isComparison, !isBool {
            throw whole.failure("bool between two scalars")
        }
        guard let matching else { return }
        // Without labels in it, Prometheus overlooks the clause.
        if hasScalar, !matching.labels.isEmpty { throw whole.failure("matching only between instant vectors") }
        let included: [String]
        switch matching.grouping {
        case .left(let labels), .right(let labels): included = labels
        case nil: included = []
        }
        if matching.isOn, let label = included.first(where: matching.labels.contains) {
            throw whole.failure("the label \(label) in on or in the grouping, not in both")
        }
    }
}

extension FunctionCall {
    fileprivate func check() throws(PromQLError) {
        let whole = Expression.call(self)
        guard let signature = FunctionSignature.all[name] else { throw whole.failure("a function that is known") }
        guard signature.counts.contains(arguments.count) else {
            throw whole.failure("another number of arguments for \(name)")
        }
        for (place, argument) in arguments.enumerated() {
            guard let type = place < signature.arguments.count ? signature.arguments[place] : signature.arguments.last else {
                continue
            }
            try argument.require([type], "as argument \(place + 1) of \(name)")
        }
    }
}

extension Aggregation {
    fileprivate func check() throws(PromQLError) {
        try operand.require([.vector], "to aggregate")
        guard let parameter else { return }
        try parameter.require([operation == .countValues ? .string : .scalar], "as the parameter of \(operation.rawValue)")
    }
}
