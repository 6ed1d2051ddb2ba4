import Alerting
import Analysis
import Core

/// No alert, rule or series of the estate could be what a silence is meant for.
struct SilenceMatchesNothing: EstateCheck {
    let id = AuditCheckID.silenceMatchesNothing
    let remedy = "Expire the silence, or correct its matchers: what it was meant for is not muted by it."

    func run(_ estate: Estate) -> EstateCheckResult {
        guard estate.knowsAllRules else { return EstateCheckResult() }
        let rules = estate.detectors.filter { $0.kind != .check }
        return EstateCheckResult(
            SilenceReading.standing(estate).compactMap { held in
                let silence = held.value
                let matchers = silence.matchers.map { CompiledMatcher($0) }
                // A pattern that cannot be read could match anything.
                guard !matchers.isEmpty, matchers.allSatisfy({ $0.matches("") != nil }) else { return nil }
                if estate.episodes.contains(where: { AlertLabels(of: $0.value).match(matchers) != false }) { return nil }
                if rules.contains(where: { estate.couldMatch(matchers, $0) != false }) { return nil }
                return SilenceReading.draft(
                    held,
                    "The \(SilenceReading.phrase(silence)) matches no alert that fired, and no alert that one of the"
                        + " \(rules.count) rules could fire.",
                    facts: ["rulesRead": .number(Double(rules.count), .count)])
            })
    }
}
