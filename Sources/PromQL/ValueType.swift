/// What an expression evaluates to.
public enum ValueType: String, Sendable, Hashable, Codable {
    case scalar
    case string
    /// One value for each series.
    case vector
    /// A range of values for each series.
    case matrix

    /// As Prometheus' own messages call it.
    var name: String {
        switch self {
        case .scalar: "a scalar"
        case .string: "a string"
        case .vector: "an instant vector"
        case .matrix: "a range vector"
        }
    }
}

extension Expression {
    /// What it evaluates to; `nil` for a call of a function that is not known. Nothing below it is checked.
    public var valueType: ValueType? {
        switch self {
        case .number: .scalar
        case .string: .string
        case .selector(let selector): selector.range == nil ? .vector : .matrix
        case .subquery: .matrix
        case .negation(let operand): operand.valueType
        case .binary(let operation):
            switch (operation.left.valueType, operation.right.valueType) {
            case (.scalar, .scalar): .scalar
            case (.scalar, nil), (nil, .scalar), (nil, nil): nil
            default: .vector
            }
        case .call(let call): FunctionSignature.all[call.name]?.result
        case .aggregation: .vector
        }
    }
}
