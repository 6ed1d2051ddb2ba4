import Alerting
import Core
import PromQL

/// What is known of the labels that a rule's alerts carry, from the rule alone.
struct AlertLabels: Sendable {
    enum Rest: Sendable, Hashable {
        /// There are no others.
        case none
        /// These may be there, with unknown values.
        case some(Set<String>)
        /// Any other may be there but for these.
        case anyBut(Set<String>)

        static var any: Rest { .anyBut([]) }
    }

    var known: [String: String]
    var rest: Rest

    init(known: [String: String], rest: Rest) {
        self.known = known
        self.rest = rest
    }

    init(of rule: AlertRule, _ expression: Expression) {
        self = AlertLabels.of(expression)
        for (name, value) in rule.labels {
            if value.contains("{{") {
                known[name] = nil
                open(name)
            } else {
                known[name] = value
            }
        }
        known["alertname"] = rule.name
    }

    /// An alert's actual labels.
    init(of episode: AlertEpisode) {
        known = episode.labels
        known["alertname"] = episode.name
        rest = .none
    }

    /// The same, for matchers that are held against few alerts.
    func match(_ matchers: [Silence.Matcher]) -> Bool? { match(matchers.map { CompiledMatcher($0) }) }

    /// Whether the alerts pass all matchers; `nil`: that depends on labels that are not known.
    func match(_ matchers: [CompiledMatcher]) -> Bool? {
        matchers.match { self[$0] }
    }

    /// A label's value, empty for one that is not there; `nil` when it is not known.
    subscript(name: String) -> String? {
        if let value = known[name] { return value }
        switch rest {
        case .none: return ""
        case .some(let names): return names.contains(name) ? nil : ""
        case .anyBut(let names): return names.contains(name) ? "" : nil
        }
    }

    private mutating func open(_ name: String) {
        switch rest {
        case .none: rest = .some([name])
        case .some(let names): rest = .some(names.union([name]))
        case .anyBut(let names): rest = .anyBut(names.subtracting([name]))
        }
    }

    private func keeping(_ labels: [String]) -> AlertLabels {
        let kept = Set(labels)
        let unknown = kept.filter { self[$0] == nil }
        return AlertLabels(known: known.filter { kept.contains($0.key) }, rest: unknown.isEmpty ? .none : .some(unknown))
    }

    private func dropping(_ labels: [String]) -> AlertLabels {
        let dropped = Set(labels)
        var result = self
        result.known = known.filter { !dropped.contains($0.key) }
        switch rest {
        case .none: break
        case .some(let names): result.rest = .some(names.subtracting(dropped))
        case .anyBut(let names): result.rest = .anyBut(names.union(dropped))
        }
        return result
    }

    /// With labels that take on values which are not known.
    private func opening(_ labels: [String]) -> AlertLabels {
        var result = self
        for label in labels {
            result.known[label] = nil
            result.open(label)
        }
        return result
    }

    /// What one of two alternatives has.
    private func or(_ other: AlertLabels) -> AlertLabels {
        var result = AlertLabels(known: known.filter { other.known[$0.key] == $0.value }, rest: .none)
        let own = Set(known.keys)
        let others = Set(other.known.keys)
        switch (rest, other.rest) {
        case (.anyBut(let left), .anyBut(let right)):
            result.rest = .anyBut(left.intersection(right).subtracting(own).subtracting(others))
        case (.anyBut(let names), _): result.rest = .anyBut(names.subtracting(others).subtracting(other.openNames))
        case (_, .anyBut(let names)): result.rest = .anyBut(names.subtracting(own).subtracting(openNames))
        default:
            let names = own.union(others).union(openNames).union(other.openNames).subtracting(result.known.keys)
            result.rest = names.isEmpty ? .none : .some(names)
        }
        return result
    }

    /// Labels that are there, or are expected to be: not those that may be there among all others.
    var names: Set<String> { Set(known.keys).union(openNames) }

    private var openNames: Set<String> { if case .some(let names) = rest { names } else { [] } }
}

extension AlertLabels {
    private static let unknown = AlertLabels(known: [:], rest: .anyBut(["__name__"]))
    private static let none = AlertLabels(known: [:], rest: .none)

    /// The labels of an expression's results.
    static func of(_ expression: Expression) -> AlertLabels {
        switch expression {
        case .number, .string: return none
        case .selector(let selector):
            var labels = unknown
            for matcher in selector.matchers where matcher.operation == .equal && matcher.name != "__name__" {
                labels.known[matcher.name] = matcher.value
            }
            return labels
        case .subquery(let subquery): return of(subquery.expression)
        case .negation(let operand): return of(operand)
        case .call(let call): return of(call)
        case .aggregation(let aggregation):
            return of(aggregation, inner: of(aggregation.operand))
        case .binary(let operation): return of(operation)
        }
    }

    private static func of(_ aggregation: Aggregation, inner: AlertLabels) -> AlertLabels {
        switch aggregation.operation {
        case .topk, .bottomk, .limitk, .limitRatio: return inner
        default: break
        }
        var counted: [String] = []
        if aggregation.operation == .countValues, case .string(let label)? = aggregation.parameter { counted = [label] }
        switch aggregation.grouping {
        case .by(let labels): return inner.keeping(labels).opening(counted)
        case .without(let labels): return inner.dropping(labels).opening(counted)
        case nil: return none.opening(counted)
        }
    }

    private static func of(_ call: FunctionCall) -> AlertLabels {
        switch call.name {
        case "absent", "absent_over_time":
            guard let argument = call.arguments.first else { return none }
            return AlertLabels(known: of(argument).known, rest: .none)
        case "histogram_quantile": return call.arguments.last.map { of($0).dropping(["le"]) } ?? none
        case "label_replace", "label_join":
            guard let inner = call.arguments.first.map(of), call.arguments.count > 1 else { return unknown }
            guard case .string(let label) = call.arguments[1] else { return unknown }
            return inner.opening([label])
        case "info": return AlertLabels(known: call.arguments.first.map(of)?.known ?? [:], rest: .any)
        case "time", "vector", "scalar", "pi": return none
        case "quantile_over_time", "holt_winters", "predict_linear":
            return call.arguments.first { $0.constant == nil }.map(of) ?? none
        default: return call.arguments.first.map(of) ?? none
        }
    }

    private static func of(_ operation: BinaryOperation) -> AlertLabels {
        if operation.left.constant != nil { return of(operation.right) }
        if operation.right.constant != nil { return of(operation.left) }
        let left = of(operation.left)
        switch operation.operation {
        case .and, .unless: return left
        case .or:
            return left.or(of(operation.right))
        default:
            guard let matching = operation.matching else { return left }
            switch matching.grouping {
            case nil: return matching.isOn ? left.keeping(matching.labels) : left.dropping(matching.labels)
            case .left(let included):
                return left.opening(included)
            case .right(let included):
                let right = of(operation.right)
                return right.opening(included)
            }
        }
    }
}
