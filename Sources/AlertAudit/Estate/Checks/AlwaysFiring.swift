import Analysis
import Core

/// A rule fires for nearly the whole window, so that nobody looks at it any more.
struct AlwaysFiring: EstateCheck {
    let id = AuditCheckID.alwaysFiring
    let remedy = "Repair what it tells of, raise its threshold to what needs someone, or remove the rule."

    /// Seconds of observation below which "always" means little.
    private static let least = 6 * 3600.0

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.activeRules.compactMap { rule in
                guard !rule.isWatchdog(estate.settings), let firings = Firings(of: rule, in: estate),
                    firings.window.seconds >= Self.least
                else { return nil }
                let share = firings.seconds / firings.window.seconds
                guard share >= estate.settings.alwaysFiringShare else { return nil }
                return EstateCheckResult.Draft(
                    rule,
                    "`\(RuleFacts.inert(rule.name))` fires for \(ValueText.value(share, .ratio)) of the"
                        + " \(ValueText.duration(firings.window.seconds)) looked at.",
                    facts: ["share": .number(share, .ratio), "window": .duration(firings.window.seconds)],
                    evidence: firings.evidence)
            })
    }
}
