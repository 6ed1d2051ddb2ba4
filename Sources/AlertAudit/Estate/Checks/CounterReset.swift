import Alerting
import Core
import PromQL

/// An expression takes a counter for a gauge or a gauge for a counter, so that it breaks when the counter starts again from nothing,
/// or tells of resets that never were.
struct CounterReset: EstateCheck {
    let id = AuditCheckID.counterReset
    let remedy =
        "Take `rate` or `increase` of each counter before anything else is done with it, and `delta` or `deriv` of gauges."

    /// The functions that take every fall for a new start.
    static let rates: Set<String> = ["rate", "irate", "increase"]

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.activeRules.compactMap { rule in
                guard let expression = rule.expression else { return nil }
                let troubles = compared(rule, estate) + misused(expression, estate)
                guard let first = troubles.first else { return nil }
                return EstateCheckResult.Draft(
                    rule, "`\(RuleFacts.inert(rule.name))` \(first.words).",
                    facts: ["metric": .text(first.metric), "expression": .text(rule.text)], evidence: first.evidence)
            })
    }

    private struct Trouble {
        var words: String
        var metric: String
        var evidence: [EvidenceID] = []
    }

    // MARK: Raw counters against a constant

    private func compared(_ rule: Detector, _ estate: Estate) -> [Trouble] {
        rule.conditions.compactMap { condition in
            guard let metric = rawCounter(condition.measured, estate), !goesUpAndDown(condition, rule) else { return nil }
            return Trouble(
                words:
                    "compares the counter `\(RuleFacts.inert(metric))` itself with a constant: it grows until its process starts"
                    + " again, and is then 0", metric: metric)
        }
    }

    /// Whether what is compared fell too often in the window for something that falls only when a process starts again: it is named
    /// like a counter and is none.
    private func goesUpAndDown(_ condition: Detector.Condition, _ rule: Detector) -> Bool {
        (rule.history?.reaches ?? []).contains { reach in
            reach.comparison == condition.comparison && reach.threshold == condition.threshold && reach.falls >= 20
                && reach.falls >= reach.rises / 4
        }
    }

    /// The counter whose raw value an expression is, possibly summed up or scaled.
    private func rawCounter(_ expression: Expression, _ estate: Estate) -> String? {
        switch expression {
        case .selector(let selector):
            guard selector.range == nil, let metric = selector.metric, MetricKind(metric, estate) == .counter else {
                return nil
            }
            return metric
        case .aggregation(let aggregation):
            switch aggregation.operation {
            case .sum, .max, .min, .avg, .topk, .bottomk: return rawCounter(aggregation.operand, estate)
            default: return nil
            }
        case .negation(let operand): return rawCounter(operand, estate)
        case .call(let call) where ["max_over_time", "last_over_time", "avg_over_time", "sum_over_time"].contains(call.name):
            guard case .selector(var selector)? = call.arguments.first else { return nil }
            selector.range = nil
            return rawCounter(.selector(selector), estate)
        case .binary(let operation): return rawCounter(operation, estate)
        default: return nil
        }
    }

    private func rawCounter(_ operation: BinaryOperation, _ estate: Estate) -> String? {
        switch (operation.operation, operation.left.constant, operation.right.constant) {
        case (.multiply, nil, _?), (.divide, nil, _?), (.add, nil, _?), (.subtract, nil, _?):
            return rawCounter(operation.left, estate)
        case (.multiply, _?, nil), (.add, _?, nil): return rawCounter(operation.right, estate)
        case (.subtract, nil, nil):
            // A counter less what it was before: negative after a restart.
            guard let left = rawCounter(operation.left, estate), let right = rawCounter(operation.right, estate), left == right,
                operation.left.selectors.map(\.offset) != operation.right.selectors.map(\.offset)
            else { return nil }
            return left
        default: return nil
        }
    }

    // MARK: Functions on the wrong kind

    private func misused(_ expression: Expression, _ estate: Estate) -> [Trouble] {
        var found: [Trouble] = []
        expression.visit { part in
            guard case .call(let call) = part else { return }
            switch call.name {
            case "delta", "deriv", "idelta", "predict_linear", "double_exponential_smoothing", "holt_winters":
                guard case .selector(let selector)? = call.arguments.first, let metric = selector.metric,
                    MetricKind(metric, estate) == .counter
                else { return }
                found.append(
                    Trouble(
                        words:
                            "takes `\(call.name)` of the counter `\(RuleFacts.inert(metric))`, which falls to 0 when its process"
                            + " starts again", metric: metric))
            case _ where Self.rates.contains(call.name): if let trouble = rated(call, estate) { found.append(trouble) }
            default: break
            }
        }
        return found
    }

    private func rated(_ call: FunctionCall, _ estate: Estate) -> Trouble? {
        switch call.arguments.first {
        case .subquery(let subquery)?:
            guard case .aggregation(let aggregation) = subquery.expression,
                let metric = rawCounter(.aggregation(aggregation), estate)
            else {
                return nil
            }
            return Trouble(
                words:
                    "takes `\(call.name)` of an aggregation of the counter `\(RuleFacts.inert(metric))`: a restart of one process"
                    + " looks like a reset of the sum", metric: metric)
        case .selector(let selector)?:
            guard let metric = selector.metric else { return nil }
            if let definition = estate.definitions[metric], case .aggregation(let aggregation) = definition,
                let counter = rawCounter(.aggregation(aggregation), estate)
            {
                return Trouble(
                    words: "takes `\(call.name)` of `\(RuleFacts.inert(metric))`, which records an aggregation of the counter"
                        + " `\(RuleFacts.inert(counter))`: a restart of one process looks like a reset of the sum",
                    metric: metric)
            }
            guard MetricKind(metric, estate) == .gauge else { return nil }
            return Trouble(
                words: "takes `\(call.name)` of the gauge `\(RuleFacts.inert(metric))`, and counts each fall as a reset",
                metric: metric, evidence: MetricKind.samples(thatTell: metric, estate).map { [$0] } ?? [])
        default: return nil
        }
    }
}
