import Alerting
import Core
import PromQL

/// A rule reads a metric that exists, by labels that none of its series had in the window.
struct SeriesMissing: EstateCheck {
    let id = AuditCheckID.seriesMissing
    let remedy = "Correct the label matchers: as they stand they select nothing, so that the rule can't fire."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(estate) { expression, _ in
            guard let missing = expression.flatMap({ missing(in: $0, estate) }) else { return nil }
            return EstateCheckResult.Trouble(
                words:
                    "reads \(RuleFacts.list(missing.texts)), which selected no series in the window, though the metric exists.",
                facts: ["selectors": .text(missing.texts.joined(separator: ", "))], evidence: missing.evidence)
        }
    }

    private func missing(in expression: Expression, _ estate: Estate) -> (texts: [String], evidence: [EvidenceID])? {
        var evidence: [EvidenceID] = []
        let series = estate.facts.series
        let selectors = Presence.missing(expression) { selector in
            guard let metric = selector.metric, !selector.matchers.isEmpty,
                let all = series[VectorSelector(metric: metric).text], all.count > 0,
                let own = series[Presence.bare(selector).text], own.count == 0, !mayNotHaveOccurred(selector, series)
            else { return false }
            evidence += [all.id, own.id]
            return true
        }
        guard !selectors.isEmpty else { return nil }
        return (Set(selectors.map { Presence.bare($0).text }).sorted(), evidence)
    }

    /// Whether the series are there but for an outcome, such as a status of 500, that may just not have come.
    private func mayNotHaveOccurred(_ selector: VectorSelector, _ series: [String: EstateFacts.Count]) -> Bool {
        guard let rest = Presence.withoutOutcomes(selector), let others = series[rest.text], others.count > 0 else {
            return false
        }
        return selector.matchers.filter { Presence.outcomes.contains($0.name) }.allSatisfy { matcher in
            if let labelled = series[Presence.havingLabel(matcher.name, selector).text], labelled.count == 0 {
                // The label itself is not there.
                return false
            }
            if let statuses = series[Presence.havingStatus(matcher.name, selector).text], statuses.count > 0 {
                // Statuses are numbers: a value that no number has can't come.
                let compiled = CompiledMatcher(matcher)
                return (100...599).contains { compiled.matches(String($0)) != false }
            }
            return true
        }
    }
}
