import Alerting
import Core
import PromQL

/// A scrape target is down and no rule would tell of it.
struct TargetDown: EstateCheck {
    let id = AuditCheckID.targetDown
    let remedy = "Bring the target back or take it out of the configuration, and have a rule watch `up` of its job."

    func run(_ estate: Estate) -> EstateCheckResult {
        guard estate.knowsAllRules || estate.downTargets.isEmpty else {
            return EstateCheckResult(
                gaps: [
                    Gap(
                        .partial, what: "whether rules watch the targets that are down", reason: "Not all rules could be read.")
                ])
        }
        let watching = estate.activeRules.flatMap { rule in Self.upSelectors(rule.expression, estate.definitions, depth: 0) }
        return EstateCheckResult(
            estate.downTargets.compactMap { target in
                if watching.contains(where: { $0.selects(metric: "up", labels: target.labels) != false }) { return nil }
                return EstateCheckResult.Draft(
                    subject: target.subject, source: target.source, service: service(target, estate),
                    statement:
                        "The target `\(RuleFacts.inert(target.instance))` of the job `\(RuleFacts.inert(target.job))` is down, and"
                        + " no rule watches it.",
                    facts: ["job": .text(target.job), "instance": .text(target.instance), "error": .text(target.error)],
                    evidence: [target.id])
            })
    }

    /// Selectors of `up` whose values a rule judges. That `absent(up)` holds says nothing of a target that is known and down.
    private static func upSelectors(_ expression: Expression?, _ definitions: [String: Expression], depth: Int)
        -> [VectorSelector]
    {
        guard let expression, depth < 6 else { return [] }
        switch expression {
        case .selector(var selector):
            guard let metric = selector.metric else {
                let isUp = selector.matchers.filter { $0.name == "__name__" }.allSatisfy { $0.matches("up") != false }
                selector.matchers.removeAll { $0.name == "__name__" }
                return isUp ? [selector] : []
            }
            if metric == "up" { return [selector] }
            return upSelectors(definitions[metric], definitions, depth: depth + 1).map { inner in
                var inner = inner
                inner.matchers += selector.matchers
                return inner
            }
        case .call(let call) where call.name == "absent" || call.name == "absent_over_time":
            if case .selector? = call.arguments.first { return [] }
            return upSelectors(call.arguments.first, definitions, depth: depth)
        default: return expression.children.flatMap { upSelectors($0, definitions, depth: depth) }
        }
    }

    private func service(_ target: DownTarget, _ estate: Estate) -> String? {
        for label in estate.settings.serviceLabels {
            if let value = target.labels[label], label != "job" || estate.facts.signals[value] != nil { return value }
        }
        return nil
    }
}
