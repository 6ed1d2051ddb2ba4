import Analysis
import Core

/// A rule's threshold was breached, and not for as long as the rule's `for` asks.
struct HoldTooLong: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        for (place, signal) in context.signals.enumerated() {
            let identity = context.identity(of: signal.service)
            for (index, rule) in context.rules.enumerated()
            where rule.rule.holdFor > 0 && rule.parts.count == 1 && context.relations[place][index] == .yes {
                let conditions = rule.conditions(on: signal, identity)
                // Between samples a breach may have begun earlier and ended later: only the longest possible stretch counts.
                guard let condition = conditions.first, let breach = condition.longestBreach(in: signal.series.samples),
                    let atMost = breach.atMost, atMost < rule.rule.holdFor,
                    context.episodes(of: rule.rule.name, service: signal.service, in: [.firing, .suppressed]).isEmpty
                else { continue }
                result.findings.append(finding(rule, signal, condition, breach, atMost))
            }
        }
        return result
    }

    private func finding(
        _ rule: ReadRule, _ signal: MovedSignal, _ condition: Condition, _ breach: Condition.Breach, _ atMost: Double
    ) -> Finding {
        let unit = signal.series.unit
        var facts = RuleFacts.facts(rule, signal)
        facts["threshold"] = .number(condition.value, unit)
        facts["breachedFrom"] = .time(breach.from)
        facts["breachedTo"] = .time(breach.to)
        facts["atMost"] = .duration(atMost)
        let text =
            "The rule `\(RuleFacts.name(rule))` fires only after \(ValueText.duration(rule.rule.holdFor)), and \(signal.name) was"
            + " beyond its threshold of \(ValueText.value(condition.value, unit)) for at most \(ValueText.duration(atMost)) at a time,"
            + " from \(breach.from.clock)."
        return Finding(
            .holdTooLong, service: signal.service.isEmpty ? nil : signal.service, time: breach.from, statement: text,
            facts: facts,
            evidence: [rule.id] + signal.evidence)
    }
}
