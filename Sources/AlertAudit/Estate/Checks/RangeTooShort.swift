import Analysis
import Core
import PromQL

/// A rate is taken over less than two samples, so that it has no value.
struct RangeTooShort: EstateCheck {
    let id = AuditCheckID.rangeTooShort
    let remedy = "Take the rate over at least four times the time between two samples."

    private static let functions: Set<String> = ["rate", "irate", "increase", "delta", "idelta", "deriv"]

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.activeRules.compactMap { rule in
                var found: EstateCheckResult.Draft?
                rule.expression?.visit { part in
                    guard found == nil, case .call(let call) = part, Self.functions.contains(call.name) else { return }
                    found = draft(rule, call, estate)
                }
                return found
            })
    }

    private func draft(_ rule: Detector, _ call: FunctionCall, _ estate: Estate) -> EstateCheckResult.Draft? {
        let range: Double
        let spacing: Double
        let what: String
        switch call.arguments.first {
        case .selector(let selector)?:
            guard let length = selector.range, let known = Self.spacing(of: selector, rule, estate) else { return nil }
            (range, spacing) = (length, known)
            what = selector.metric ?? selector.text
        case .subquery(let subquery)?:
            guard let step = subquery.step, step > 0 else { return nil }
            (range, spacing) = (subquery.range, step)
            what = subquery.expression.text
        default: return nil
        }
        // A thousandth: sources write intervals rounded.
        guard range > 0, range < 2 * spacing * 0.999 else { return nil }
        return EstateCheckResult.Draft(
            rule,
            "`\(RuleFacts.inert(rule.name))` takes `\(call.name)` of `\(RuleFacts.inert(what))` over \(ValueText.duration(range)), and"
                + " its samples are \(ValueText.duration(spacing)) apart.",
            facts: ["range": .duration(range), "spacing": .duration(spacing), "metric": .text(what)])
    }

    /// Seconds between two samples of a selector's series; `nil` where that is not known.
    private static func spacing(of selector: VectorSelector, _ rule: Detector, _ estate: Estate) -> Double? {
        if let metric = selector.metric {
            if let spacing = estate.facts.spacing[metric] { return spacing }
            let recorded = estate.recordings.filter { $0.rule.name == metric }
            if !recorded.isEmpty { return recorded.compactMap(\.rule.interval).max() }
        }
        if let spacing = estate.settings.sampleSpacing { return spacing }
        let intervals = estate.facts.scrapeIntervals
        if let job = selector.onlyValue(of: "job"), let spacing = intervals[job] { return spacing }
        // Which job has the series is not known: the shortest of all intervals tells against the rule only where all would.
        return intervals.values.min() ?? estate.facts.defaultScrapeInterval
    }
}
