import Core
import PromQL

/// A rule reads a metric that no series had in the window.
struct MetricMissing: EstateCheck {
    let id = AuditCheckID.metricMissing
    let remedy = "Correct the metric's name, or bring the metric back: the rule can't fire without it."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate,
            { expression, _ in
                guard let missing = expression.flatMap({ missing(in: $0, estate) }) else { return nil }
                return EstateCheckResult.Trouble(
                    words: "reads \(RuleFacts.list(missing.names)), of which there was no series in the window.",
                    facts: ["metrics": .text(missing.names.joined(separator: ", "))], evidence: missing.evidence)
            }, gaps: gaps(estate))
    }

    private func missing(in expression: Expression, _ estate: Estate) -> (names: [String], evidence: [EvidenceID])? {
        var evidence: [EvidenceID] = []
        let selectors = Presence.missing(expression) { selector in
            guard let metric = selector.metric, !Presence.made.contains(metric),
                let count = estate.facts.series[VectorSelector(metric: metric).text], count.count == 0
            else { return false }
            // A name that stands for nothing can't have series; an answer to the contrary would be about something else.
            if let full = estate.facts.series[Presence.bare(selector).text], full.count > 0 { return false }
            evidence.append(count.id)
            return true
        }
        guard !selectors.isEmpty else { return nil }
        return (Set(selectors.compactMap(\.metric)).sorted(), evidence)
    }

    private func gaps(_ estate: Estate) -> [Gap] {
        let isAsked = estate.activeRules.isEmpty || !estate.facts.series.isEmpty
        return isAsked
            ? []
            : [
                Gap(
                    .notAsked, what: "whether the series that rules read exist",
                    reason: "No source was asked how many series the rules' selectors had in the window.")
            ]
    }
}
