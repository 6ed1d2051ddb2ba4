import Alerting
import Analysis
import Core
import PromQL

/// A rule on a ratio fires at once, and the ratio crosses its threshold for single samples.
struct NoHoldOnNoisyRatio: EstateCheck {
    let id = AuditCheckID.noHoldOnNoisyRatio
    let remedy = "Give the rule a `for` of a few evaluations, or take the ratio over a longer range."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.activeRules.compactMap { rule in
                guard rule.holdFor == 0, let history = rule.history, history.gaps.isEmpty,
                    rule.conditions.contains(where: { !$0.isException && isRatio($0.measured, estate.definitions, depth: 0) })
                else { return nil }
                let ended = history.stretches.compactMap { stretch in stretch.to.map { $0.seconds(since: stretch.pendingFrom) }
                }
                let single = ended.filter { $0 <= history.step * 1.5 }.count
                guard single >= 3, single * 2 >= ended.count else { return nil }
                return EstateCheckResult.Draft(
                    rule,
                    "`\(RuleFacts.inert(rule.name))` has no `for`, and in \(single) of \(ended.count) times its ratio was beyond the"
                        + " threshold for one sample (\(ValueText.duration(history.step))) alone.",
                    facts: [
                        "singleSamples": .number(Double(single), .count), "breaches": .number(Double(ended.count), .count),
                        "step": .duration(history.step),
                    ], evidence: history.evidence)
            })
    }

    private func isRatio(_ expression: Expression, _ definitions: [String: Expression], depth: Int) -> Bool {
        if Measurement(of: expression).kind == .ratio { return true }
        var bare = expression
        while case .aggregation(let aggregation) = bare { bare = aggregation.operand }
        guard depth < 4 else { return false }
        switch bare {
        case .selector(let selector):
            return selector.metric.flatMap { definitions[$0] }.map { isRatio($0, definitions, depth: depth + 1) } ?? false
        case .binary(let operation) where operation.right.constant != nil:
            return isRatio(operation.left, definitions, depth: depth + 1)
        case .binary(let operation) where operation.left.constant != nil:
            return isRatio(operation.right, definitions, depth: depth + 1)
        default: return false
        }
    }
}
