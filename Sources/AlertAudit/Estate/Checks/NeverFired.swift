import Alerting
import Analysis
import Core
import PromQL

/// A rule did not fire in the window and nothing ever came near its threshold, or nothing ever can.
struct NeverFired: EstateCheck {
    let id = AuditCheckID.neverFired
    let remedy = "Set the threshold where trouble shows, or remove the rule: what it waits for does not come."

    /// Seconds of observation below which not firing means little.
    private static let least = 6 * 86_400.0

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.activeRules.compactMap { rule in
                guard !rule.isWatchdog(estate.settings), !rule.conditions.isEmpty else { return nil }
                let hasFired = estate.episodes.contains { $0.value.name == rule.name && $0.value.state != .pending }
                if hasFired || rule.history?.stretches.contains(where: { $0.firingFrom != nil }) == true { return nil }
                return impossible(rule, estate) ?? distant(rule)
            })
    }

    /// A share above 1, or below 0.
    private func impossible(_ rule: Detector, _ estate: Estate) -> EstateCheckResult.Draft? {
        // An alternative may still fire.
        guard let expression = rule.expression, !expression.hasAlternatives else { return nil }
        for condition in rule.conditions where !condition.isException {
            guard let bound = ValueBounds(of: condition.measured, estate.definitions) else { continue }
            let isOut =
                switch condition.comparison {
                case .greater: condition.threshold >= bound.highest
                case .greaterOrEqual: condition.threshold > bound.highest
                case .less: condition.threshold <= bound.lowest
                case .lessOrEqual: condition.threshold < bound.lowest
                default: false
                }
            guard isOut else { continue }
            return EstateCheckResult.Draft(
                rule,
                "`\(RuleFacts.inert(rule.name))` can't fire: it asks for a value \(words(condition.comparison))"
                    + " \(ValueText.number(condition.threshold)), and \(bound.words) lies between \(ValueText.number(bound.lowest))"
                    + " and \(ValueText.number(bound.highest)).",
                facts: [
                    "threshold": .number(condition.threshold, .none), "lowest": .number(bound.lowest, .none),
                    "highest": .number(bound.highest, .none),
                ])
        }
        return nil
    }

    private func distant(_ rule: Detector) -> EstateCheckResult.Draft? {
        guard let history = rule.history, history.gaps.isEmpty, history.window.seconds >= Self.least, !history.reaches.isEmpty,
            !isState(rule), history.reaches.allSatisfy(Self.isDistant)
        else { return nil }
        guard let nearest = history.reaches.first, let extreme = nearest.extreme, let median = nearest.median else {
            return nil
        }
        return EstateCheckResult.Draft(
            rule,
            "`\(RuleFacts.inert(rule.name))` did not fire in the \(ValueText.duration(history.window.seconds)) looked at, and its"
                + " value, \(ValueText.number(median)) at the median, came no nearer to \(ValueText.number(nearest.threshold)) than"
                + " \(ValueText.number(extreme)).",
            facts: [
                "threshold": .number(nearest.threshold, .none), "extreme": .number(extreme, .none),
                "median": .number(median, .none), "window": .duration(history.window.seconds),
            ], evidence: history.evidence)
    }

    /// Whether the values stayed on the usual side of the half way to the threshold.
    private static func isDistant(_ reach: RuleHistory.Reach) -> Bool {
        guard let extreme = reach.extreme, let median = reach.median, reach.samples >= 50, extreme.isFinite, median.isFinite
        else {
            return false
        }
        let half = median + (reach.threshold - median) / 2
        switch reach.comparison {
        case .greater, .greaterOrEqual: return reach.threshold > median && extreme < half
        case .less, .lessOrEqual: return reach.threshold < median && extreme > half
        default: return false
        }
    }

    /// What is there or not, up or down, does not come near.
    private func isState(_ rule: Detector) -> Bool {
        let words = ["up", "success", "healthy", "ready", "available", "status", "alive", "leader", "absent", "present"]
        return rule.selectors.contains { selector in
            let last = (selector.metric ?? "").lowercased().split { !($0.isLetter || $0.isNumber) }.last
            return last.map { words.contains(String($0)) } ?? true
        }
    }

    private func words(_ comparison: BinaryOperator) -> String {
        switch comparison {
        case .greater: "above"
        case .greaterOrEqual: "of at least"
        case .less: "below"
        default: "of at most"
        }
    }
}
