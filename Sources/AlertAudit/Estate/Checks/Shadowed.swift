import Core
import PromQL

/// A rule fires only when another one fires too that asks for less, at least as soon, and tells the same people as urgently.
struct Shadowed: EstateCheck {
    let id = AuditCheckID.shadowed
    let remedy = "Remove the rule, or make it more urgent than the one that fires before it."

    private struct Reading {
        var rule: Detector
        var signal: RuleSignal
    }

    func run(_ estate: Estate) -> EstateCheckResult {
        let pairs = RulePairs(estate)
        var groups: [String: [Reading]] = [:]
        var keys: [String] = []
        for rule in pairs.rules {
            guard let expression = rule.expression, let signal = RuleSignal(expression, definitions: estate.definitions) else {
                continue
            }
            if groups[signal.text] == nil { keys.append(signal.text) }
            groups[signal.text, default: []].append(Reading(rule: rule, signal: signal))
        }
        return EstateCheckResult(
            keys.flatMap { key -> [EstateCheckResult.Draft] in
                let readings = (groups[key] ?? []).prefix(200)
                return readings.compactMap { one in
                    let other = readings.first { other in
                        other.rule.evidence != one.rule.evidence && pairs.tellAlike(one.rule, other.rule) && covers(other, one)
                    }
                    return other.map { draft(one, $0) }
                }
            })
    }

    /// Whether one fires whenever, and no later than, the other does, and is not the same.
    private func covers(_ one: Reading, _ other: Reading) -> Bool {
        guard one.rule.holdFor <= other.rule.holdFor else { return false }
        if one.signal.isSame(other.signal) { return one.rule.holdFor < other.rule.holdFor }
        return one.signal.covers(other.signal)
    }

    private func draft(_ one: Reading, _ other: Reading) -> EstateCheckResult.Draft {
        var draft = EstateCheckResult.Draft(
            one.rule,
            "`\(RuleFacts.inert(one.rule.name))` never fires without `\(RuleFacts.inert(other.rule.name))`, which asks for less of"
                + " the same, waits no longer and is as urgent.",
            facts: [
                "other": .text(other.rule.subject), "threshold": .number(one.signal.threshold, .none),
                "otherThreshold": .number(other.signal.threshold, .none),
            ], evidence: [other.rule.evidence])
        draft.related = [other.rule.subject]
        draft.detail += " " + other.rule.subject
        return draft
    }
}
