import Analysis
import Core
import PromQL

/// A rule watches a signal that left its baseline, and no sample came near enough to its threshold to breach it.
struct ThresholdTooHigh: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        for (place, signal) in context.signals.enumerated() {
            let identity = context.identity(of: signal.service)
            for (index, rule) in context.rules.enumerated() where context.relations[place][index] == .yes {
                let conditions = rule.conditions(on: signal, identity)
                // With alternatives, one that was breached decides; otherwise one that was not breached does.
                let unmet = conditions.filter { condition in
                    !signal.series.samples.contains { condition.isBreached(by: $0.value) }
                }
                guard let condition = unmet.first, !rule.hasAlternatives || unmet.count == conditions.count,
                    context.episodes(of: rule.rule.name, service: signal.service, in: [.firing, .suppressed]).isEmpty,
                    let finding = finding(rule, signal, condition, context)
                else { continue }
                result.findings.append(finding)
            }
        }
        return result
    }

    private func finding(
        _ rule: ReadRule, _ signal: MovedSignal, _ condition: Condition, _ context: AuditContext
    ) -> Finding? {
        guard let extreme = signal.extreme(condition.comparison) else { return nil }
        let unit = signal.series.unit
        var facts = RuleFacts.facts(rule, signal)
        facts["threshold"] = .number(condition.value, unit)
        facts["observed"] = .number(extreme.value, unit)
        facts["observedAt"] = .time(extreme.time)
        if let usual = signal.usual { facts["baselineMedian"] = .number(usual, unit) }
        let normal = signal.usual.map { " of " + ValueText.value($0, unit) } ?? ""
        var reached = "which was never reached"
        if signal.measurement.isRated, let own = signal.range, let read = rule.expression.range, own != read {
            facts["range"] = .duration(own)
            facts["ruleRange"] = .duration(read)
            reached = "which the signal, seen as a \(ValueText.duration(own)) rate, never reached"
        }
        var text =
            "The rule `\(RuleFacts.name(rule))` watches \(signal.name) with a threshold of"
            + " \(ValueText.value(condition.value, unit)), \(reached): the signal left its baseline\(normal) at"
            + " \(signal.onset.clock) and \(condition.isUpward ? "peaked at" : "fell no lower than")"
            + " \(ValueText.value(extreme.value, unit)) at \(extreme.time.clock)"
        let better = BetterThreshold(signal, condition)
        if let better { text += "; " + better.says(unit, noticed: context.noticed, facts: &facts) }
        let table = ThresholdTable(rule, signal, condition, preferred: better?.value)
        facts.merge(table?.facts(unit: unit) ?? [:]) { known, _ in known }
        return Finding(
            .thresholdTooHigh, service: signal.service.isEmpty ? nil : signal.service, time: extreme.time,
            statement: text + ".",
            facts: facts, evidence: [rule.id] + signal.evidence + (better?.evidence(context.noticed) ?? []))
    }
}
