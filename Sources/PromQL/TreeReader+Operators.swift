extension TreeReader {
    /// The operator at the present place with its length in bytes, without passing over it.
    mutating func peekOperator() -> (BinaryOperator, length: Int)? {
        scanner.skipSpace()
        guard let first = scanner.next else { return nil }
        let isDouble = scanner.byte(after: 1) == UInt8(ascii: "=")
        switch first {
        case UInt8(ascii: "="): return isDouble ? (.equal, 2) : nil
        case UInt8(ascii: "!"): return isDouble ? (.notEqual, 2) : nil
        case UInt8(ascii: "<"): return isDouble ? (.lessOrEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): return isDouble ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "+"): return (.add, 1)
        case UInt8(ascii: "-"): return (.subtract, 1)
        case UInt8(ascii: "*"): return (.multiply, 1)
        case UInt8(ascii: "/"): return (.divide, 1)
        case UInt8(ascii: "%"): return (.modulo, 1)
        case UInt8(ascii: "^"): return (.power, 1)
        default:
            switch scanner.peekKeyword() {
            case "or": return (.or, 2)
            case "and": return (.and, 3)
            case "unless": return (.unless, 6)
            case "atan2": return (.atan2, 5)
            default: return nil
            }
        }
    }

    /// What may stand between an operator and its right side: `bool`, `on (...)`, `group_left (...)`.
    mutating func modifiers(
        of operation: BinaryOperator
    ) throws(PromQLError) -> (isBool: Bool, matching: BinaryOperation.Matching?) {
        scanner.skipSpace()
        let start = scanner.position
        let isBool = scanner.takeKeyword("bool")
        if isBool, !operation.isComparison { throw scanner.failure("bool only after a comparison", at: start) }
        let isOn = scanner.takeKeyword("on")
        guard isOn || scanner.takeKeyword("ignoring") else { return (isBool, nil) }
        var matching = BinaryOperation.Matching(isOn: isOn, labels: try labels())
        scanner.skipSpace()
        let groupStart = scanner.position
        if scanner.takeKeyword("group_left") {
            matching.grouping = .left(try includedLabels())
        } else if scanner.takeKeyword("group_right") {
            matching.grouping = .right(try includedLabels())
        }
        if matching.grouping != nil, operation.isSetOperator {
            throw scanner.failure("no grouping with '\(operation.rawValue)'", at: groupStart)
        }
        return (isBool, matching)
    }

    private mutating func includedLabels() throws(PromQLError) -> [String] {
        scanner.skipSpace()
        return scanner.next == Byte.openParenthesis ? try labels() : []
    }
}
