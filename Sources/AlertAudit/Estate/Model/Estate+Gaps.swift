import Alerting
import Core

extension Estate {
    /// Services that a score is given for: those whose metrics were read, or that rules are about.
    var scoredServices: [String] {
        Set(facts.signals.keys).union(detectors.compactMap(\.service)).subtracting([""]).sorted()
    }

    /// What the audit as a whole could not look at.
    var gaps: [Gap] {
        var gaps: [Gap] = []
        let rules = activeRules
        if detectors.isEmpty {
            gaps.append(Gap(.noSource, what: "alert rules", reason: "No source told of any rule or check."))
        } else if !knowsAllRules {
            gaps.append(
                Gap(.partial, what: "alert rules", reason: "Not all rules were read, so that nothing is said to be unwatched."))
        }
        let unreadable = rules.filter { $0.kind == .rule && $0.expression == nil }
        if !unreadable.isEmpty {
            gaps.append(
                Gap(
                    .partial, what: "what some rules ask",
                    reason: "\(unreadable.count) expressions are no PromQL: \(RuleFacts.list(unreadable.map(\.name)))."))
        }
        let unknown = rules.filter { $0.expression != nil && ($0.history?.gaps.isEmpty ?? true) == false }
        let without = rules.filter { $0.expression != nil && $0.history == nil }
        if !without.isEmpty {
            gaps.append(
                Gap(
                    .notAsked, what: "how rules behaved",
                    reason: "\(without.count) of \(rules.count) rules were not evaluated against history."))
        }
        if !unknown.isEmpty {
            gaps.append(
                Gap(
                    .partial, what: "how rules behaved",
                    reason: "\(unknown.count) of \(rules.count) rules could be evaluated against history only in part:"
                        + " \(RuleFacts.list(unknown.map(\.name)))."))
        }
        if !rules.isEmpty, trees.isEmpty {
            gaps.append(Gap(.noSource, what: "where alerts go", reason: "No routing was read."))
        }
        return gaps
    }
}
