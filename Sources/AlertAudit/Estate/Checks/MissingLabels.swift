import Alerting
import Core
import PromQL

/// An expression loses labels that are needed: its sides share none to match by, or an aggregation drops one that annotations or
/// routing ask for.
struct MissingLabels: EstateCheck {
    let id = AuditCheckID.missingLabels
    let remedy =
        "Keep the label in the aggregation, or say with `on`, `ignoring` and `group_left` which series belong together."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.activeRules.compactMap { rule in
                guard let expression = rule.resolved else { return nil }
                if let trouble = JoinReading.trouble(in: expression, counts: estate.facts.series) {
                    return EstateCheckResult.Draft(
                        rule, "In `\(RuleFacts.inert(rule.name))` \(trouble).", facts: ["expression": .text(rule.text)])
                }
                return neverMatched(rule, expression, estate) ?? annotated(rule, expression) ?? routed(rule, expression, estate)
            })
    }

    /// All that a rule selects was there, and what it computes of it never had a value.
    private func neverMatched(_ rule: Detector, _ expression: Expression, _ estate: Estate) -> EstateCheckResult.Draft? {
        guard JoinReading.joinsVectors(expression), let history = rule.history, history.gaps.isEmpty,
            !history.reaches.isEmpty, history.reaches.allSatisfy({ $0.samples == 0 }), history.stretches.isEmpty,
            !rule.selectors.isEmpty,
            rule.selectors.allSatisfy({ (estate.facts.series[Presence.bare($0).text]?.count ?? 0) > 0 })
        else { return nil }
        return EstateCheckResult.Draft(
            rule,
            "In `\(RuleFacts.inert(rule.name))` the sides of an operator never matched in the window: each selector had series, and"
                + " the expression had no value.",
            facts: ["expression": .text(rule.text)], evidence: history.evidence)
    }

    /// A label that an annotation names and that an aggregation dropped.
    private func annotated(_ rule: Detector, _ expression: Expression) -> EstateCheckResult.Draft? {
        let result = AlertLabels.of(expression)
        for (place, text) in TemplateFails.templates(of: rule) {
            for label in TemplateReading(text).labels
            where result[label] == "" && rule.labels[label] == nil && label != "alertname" {
                guard Self.isAggregated(expression, losing: label) else { continue }
                return EstateCheckResult.Draft(
                    rule,
                    "The expression of `\(RuleFacts.inert(rule.name))` aggregates the label `\(RuleFacts.inert(label))` away, which its"
                        + " \(place) names.",
                    facts: ["label": .text(label), "expression": .text(rule.text)])
            }
        }
        return nil
    }

    /// Whether series below an aggregation may have a label that it drops.
    private static func isAggregated(_ expression: Expression, losing label: String) -> Bool {
        var found = false
        expression.visit { part in
            guard case .aggregation(let aggregation) = part else { return }
            if AlertLabels.of(part)[label] == "", AlertLabels.of(aggregation.operand)[label] != "" { found = true }
        }
        return found
    }

    /// A label of the series that an aggregation dropped, and by which a route would have taken the alert elsewhere.
    private func routed(_ rule: Detector, _ expression: Expression, _ estate: Estate) -> EstateCheckResult.Draft? {
        let labels = rule.alertLabels
        for tree in estate.trees(for: rule) {
            let walk = tree.walk(labels)
            guard walk.isCertain else { continue }
            for label in tree.labels.sorted() where labels[label] == "" && Self.isAggregated(expression, losing: label) {
                let values = Set(rule.selectors.map { $0.onlyValue(of: label) })
                guard values.count == 1, let value = values.first.flatMap({ $0 }) else { continue }
                var kept = labels
                kept.known[label] = value
                let other = tree.walk(kept)
                guard other.isCertain, other.ends != walk.ends, let end = other.ends.first, let own = walk.ends.first else {
                    continue
                }
                return EstateCheckResult.Draft(
                    rule,
                    "The expression of `\(RuleFacts.inert(rule.name))` aggregates the label `\(RuleFacts.inert(label))` away, by which"
                        + " its alerts would go to `\(RuleFacts.inert(tree.end(end).receiver))`; without it they go to"
                        + " `\(RuleFacts.inert(tree.end(own).receiver))`.",
                    facts: ["label": .text(label), "value": .text(value), "expression": .text(rule.text)], evidence: [tree.id])
            }
        }
        return nil
    }
}
