import PromQL

/// Whether the two sides of an operator between vectors can ever have series that belong together.
enum JoinReading {
    /// Why the sides of some operator in an expression can never match, as the end of a sentence; `nil` where nothing says so.
    ///
    /// - Parameters:
    ///   - resolved: with recorded series replaced by what they are recorded from.
    ///   - counts: series by selector, from the source.
    static func trouble(in resolved: Expression, counts: [String: EstateFacts.Count]) -> String? {
        var found: String?
        resolved.visit { part in
            guard found == nil, case .binary(let operation) = part else { return }
            found = trouble(operation, counts)
        }
        return found
    }

    /// Selectors that have to be counted to know it: what sides that keep all their labels select, by labels that the other side may
    /// not have.
    static func selectorsToCount(_ expression: Expression) -> Set<String> {
        var texts: Set<String> = []
        expression.visit { part in
            guard case .binary(let operation) = part, joins(operation) else { return }
            for side in [operation.left, operation.right] where isOpen(AlertLabels.of(side)) {
                guard let selector = side.selectors.first, selector.metric != nil else { continue }
                let labels = operation.matching?.isOn == true ? operation.matching?.labels ?? [] : scraped
                for label in labels { texts.insert(Presence.havingLabel(label, within: selector).text) }
            }
        }
        return texts
    }

    /// Labels that every scraped series has.
    private static let scraped = ["instance", "job"]

    private static func joins(_ operation: BinaryOperation) -> Bool {
        operation.operation != .or && !isScalar(operation.left) && !isScalar(operation.right)
    }

    /// Whether an operator between vectors decides which series an expression has.
    static func joinsVectors(_ expression: Expression) -> Bool {
        var found = false
        expression.visit { part in
            guard case .binary(let operation) = part, joins(operation) else { return }
            if operation.operation != .unless, operation.operation != .and { found = true }
        }
        return found
    }

    private static func isOpen(_ labels: AlertLabels) -> Bool { if case .anyBut = labels.rest { true } else { false } }

    private static func isScalar(_ expression: Expression) -> Bool {
        switch expression {
        case .number, .string: true
        case .negation(let operand): isScalar(operand)
        case .call(let call): ["scalar", "time", "pi"].contains(call.name)
        case .binary(let operation): isScalar(operation.left) && isScalar(operation.right)
        default: false
        }
    }

    private static func trouble(_ operation: BinaryOperation, _ counts: [String: EstateFacts.Count]) -> String? {
        guard joins(operation) else { return nil }
        let left = AlertLabels.of(operation.left)
        let right = AlertLabels.of(operation.right)
        let labels: [String]
        if let matching = operation.matching, matching.isOn {
            labels = matching.labels
        } else {
            let ignored = Set(operation.matching?.labels ?? [])
            labels = left.names.union(right.names).union(scraped).subtracting(ignored).sorted()
        }
        let isOn = operation.matching?.isOn == true
        for label in labels {
            if differs(label, left, right, operation.right, isOn: isOn, counts) {
                return words(label, has: "right", lacks: "left", left[label] == "")
            }
            if differs(label, right, left, operation.left, isOn: isOn, counts) {
                return words(label, has: "left", lacks: "right", right[label] == "")
            }
            if lacks(label, operation.right, counts), hasAlways(label, operation.left, counts) {
                return words(label, has: "left", lacks: "right", true)
            }
            if lacks(label, operation.left, counts), hasAlways(label, operation.right, counts) {
                return words(label, has: "right", lacks: "left", true)
            }
            if let one = left.known[label], let other = right.known[label], one != other {
                return
                    "the two sides of an operator select different values of the label `\(RuleFacts.inert(label))`, so that none match"
            }
        }
        return nil
    }

    private static func words(_ label: String, has: String, lacks: String, _ isGone: Bool) -> String {
        "the \(has) side of an operator keeps the label `\(RuleFacts.inert(label))` and the \(lacks) side does not, so that none match"
    }

    /// Whether a side is a plain selector none of whose series had the label in the window.
    private static func lacks(_ label: String, _ side: Expression, _ counts: [String: EstateFacts.Count]) -> Bool {
        guard case .selector(let selector) = side, selector.metric != nil else { return false }
        return counts[Presence.havingLabel(label, within: selector).text]?.count == 0
            && (counts[Presence.bare(selector).text]?.count ?? 0) > 0
    }

    /// Whether a side is a plain selector all of whose series had the label.
    private static func hasAlways(_ label: String, _ side: Expression, _ counts: [String: EstateFacts.Count]) -> Bool {
        guard case .selector(let selector) = side, selector.metric != nil,
            let all = counts[Presence.bare(selector).text]?.count, all > 0
        else { return false }
        return counts[Presence.havingLabel(label, within: selector).text]?.count == all
    }

    /// Whether one side certainly lacks a label that the other has.
    private static func differs(
        _ label: String, _ one: AlertLabels, _ other: AlertLabels, _ side: Expression, isOn: Bool,
        _ counts: [String: EstateFacts.Count]
    ) -> Bool {
        guard one[label] == "" else { return false }
        if let value = other.known[label] { return !value.isEmpty }
        switch other.rest {
        case .none: return false
        case .some(let names): return names.contains(label)
        case .anyBut(let names):
            guard !names.contains(label) else { return false }
            let selectors = side.selectors
            guard let selector = selectors.first, selector.metric != nil,
                let count = counts[Presence.havingLabel(label, within: selector).text]
            else { return isOn && selectors.count == 1 }
            return count.count > 0
        }
    }
}
