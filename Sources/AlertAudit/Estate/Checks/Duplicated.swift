import Core
import PromQL

/// Two rules watch the same with the same threshold and tell the same people, so that one trouble is two alerts.
struct Duplicated: EstateCheck {
    let id = AuditCheckID.duplicated
    let remedy = "Keep one of the rules."

    func run(_ estate: Estate) -> EstateCheckResult {
        let pairs = RulePairs(estate)
        var groups: [String: [Detector]] = [:]
        var keys: [String] = []
        for rule in pairs.rules where !rule.isWatchdog(estate.settings) {
            guard let key = key(of: rule, estate) else { continue }
            if groups[key] == nil { keys.append(key) }
            groups[key, default: []].append(rule)
        }
        return EstateCheckResult(keys.flatMap { drafts(groups[$0] ?? [], pairs) })
    }

    /// What rules that repeat one another have in common.
    private func key(of rule: Detector, _ estate: Estate) -> String? {
        guard let expression = rule.expression else {
            let text = rule.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return text.isEmpty ? nil : "\(text) \(rule.holdFor)"
        }
        if let signal = RuleSignal(expression, definitions: estate.definitions) {
            // Ten digits: beyond them thresholds differ by rounding.
            let rounded = (signal.threshold * 1e10).rounded() / 1e10
            return "\(signal.text) \(signal.comparison.rawValue) \(rounded) \(rule.holdFor)"
        }
        return "\(CanonicalExpression.of(expression, definitions: estate.definitions).text) \(rule.holdFor)"
    }

    /// Each rule that repeats an earlier one.
    private func drafts(_ rules: [Detector], _ pairs: RulePairs) -> [EstateCheckResult.Draft] {
        var found: [EstateCheckResult.Draft] = []
        for (index, rule) in rules.enumerated().dropFirst() {
            guard let first = rules[..<index].first(where: { pairs.tellAlike($0, rule) }) else { continue }
            var draft = EstateCheckResult.Draft(
                rule,
                "`\(RuleFacts.inert(rule.name))` of the group `\(RuleFacts.inert(rule.group))` asks the same as"
                    + " `\(RuleFacts.inert(first.name))` of the group `\(RuleFacts.inert(first.group))`, with the same threshold, `for`"
                    + " and urgency.",
                facts: ["other": .text(first.subject), "expression": .text(rule.text)], evidence: [first.evidence])
            draft.related = [first.subject]
            draft.detail += " " + first.subject
            found.append(draft)
        }
        return found
    }
}
