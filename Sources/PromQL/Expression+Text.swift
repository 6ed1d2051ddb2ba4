extension Expression {
    /// The canonical writing: one space around operators, double quotes, grouping before the arguments, parentheses only where
    /// the tree needs them. Reading it gives an equal tree.
    public var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .number(let number): text += number.text
        case .string(let string): text += Writing.quoted(string)
        case .selector(let selector): text += selector.text
        case .subquery(let subquery): subquery.write(to: &text)
        case .negation(let operand):
            text += "-"
            operand.write(to: &text, inParentheses: operand.needsParenthesesAfterSign)
        case .binary(let operation): operation.write(to: &text)
        case .call(let call):
            text += call.name
            Expression.write(call.arguments, to: &text)
        case .aggregation(let aggregation): aggregation.write(to: &text)
        }
    }

    fileprivate func write(to text: inout String, inParentheses: Bool) {
        if inParentheses { text += "(" }
        write(to: &text)
        if inParentheses { text += ")" }
    }

    fileprivate static func write(_ arguments: [Expression], to text: inout String) {
        text += "("
        for (index, argument) in arguments.enumerated() {
            if index > 0 { text += ", " }
            argument.write(to: &text)
        }
        text += ")"
    }

    /// A sign before a bare number would become part of it.
    private var needsParenthesesAfterSign: Bool {
        switch self {
        case .number: true
        case .binary(let operation): operation.operation != .power
        default: false
        }
    }

    fileprivate var beginsWithSign: Bool {
        switch self {
        case .negation: true
        case .number(let number): number.text.hasPrefix("-")
        default: false
        }
    }

    fileprivate var precedence: Int? {
        if case .binary(let operation) = self { operation.operation.precedence } else { nil }
    }
}

extension BinaryOperation {
    fileprivate func write(to text: inout String) {
        let own = operation.precedence
        let leftNeeds =
            left.precedence.map { operation.isRightAssociative ? $0 <= own : $0 < own }
            ?? (operation == .power && left.beginsWithSign)
        left.write(to: &text, inParentheses: leftNeeds)
        text += " \(operation.rawValue) "
        if isBool { text += "bool " }
        if let matching {
            text += (matching.isOn ? "on " : "ignoring ") + Writing.list(matching.labels) + " "
            switch matching.grouping {
            case .left(let labels): text += "group_left \(Writing.list(labels)) "
            case .right(let labels): text += "group_right \(Writing.list(labels)) "
            case nil: break
            }
        }
        right.write(
            to: &text, inParentheses: right.precedence.map { operation.isRightAssociative ? $0 < own : $0 <= own } ?? false)
    }
}

extension Subquery {
    fileprivate func write(to text: inout String) {
        expression.write(to: &text, inParentheses: expression.precedence != nil || expression.beginsWithSign)
        text += "[\(DurationText.text(range)):\(step.map(DurationText.text) ?? "")]"
        if let at { text += " @ \(at.text)" }
        if let offset { text += " offset \(DurationText.text(offset))" }
    }
}

extension Aggregation {
    fileprivate func write(to text: inout String) {
        text += operation.rawValue
        switch grouping {
        case .by(let labels): text += " by \(Writing.list(labels)) "
        case .without(let labels): text += " without \(Writing.list(labels)) "
        case nil: break
        }
        Expression.write((parameter.map { [$0] } ?? []) + [operand], to: &text)
    }
}

extension VectorSelector {
    /// The canonical writing, as in ``Expression/text``.
    public var text: String {
        var parts = matchers.map(\.text)
        var text = ""
        if let metric {
            // Quoted names without a label, `{"x.y"}`, are not read by servers before Prometheus 3.
            if !Writing.isMetricName(metric) || matchers.contains(where: { $0.name == "__name__" }) {
                parts.insert("__name__=" + Writing.quoted(metric), at: 0)
            } else {
                text = metric
            }
        }
        if !parts.isEmpty || text.isEmpty { text += "{" + parts.joined(separator: ", ") + "}" }
        if let range { text += "[\(DurationText.text(range))]" }
        if let at { text += " @ \(at.text)" }
        if let offset { text += " offset \(DurationText.text(offset))" }
        return text
    }
}

extension Writing {
    fileprivate static func list(_ labels: [String]) -> String {
        "(" + labels.map { isLabelName($0) ? $0 : quoted($0) }.joined(separator: ", ") + ")"
    }
}
