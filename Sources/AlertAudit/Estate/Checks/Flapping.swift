import Analysis
import Core

/// An alert fires again and again for a short time each.
struct Flapping: EstateCheck {
    let id = AuditCheckID.flapping
    let remedy = "Judge a longer range, lengthen `for`, or add `keep_firing_for`, so that one trouble is one alert."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.activeRules.compactMap { rule in
                guard !rule.isWatchdog(estate.settings), let firings = Firings(of: rule, in: estate) else { return nil }
                let least = firings.scaled(estate.settings.flappingFirings, least: 6)
                let short = max(estate.settings.flappingSeconds, firings.step * 1.5)
                let counts = firings.byLabels.compactMap { group -> Int? in
                    let lengths = group.compactMap { one in one.to.map { $0.seconds(since: one.from) } }.sorted()
                    guard lengths.count >= least, lengths[lengths.count / 2] <= short else { return nil }
                    return lengths.count
                }
                guard let most = counts.max() else { return nil }
                return EstateCheckResult.Draft(
                    rule,
                    "`\(RuleFacts.inert(rule.name))` fired \(most) times in \(ValueText.duration(firings.window.seconds)) for the same"
                        + " series, mostly for no longer than \(ValueText.duration(short)).",
                    facts: ["firings": .number(Double(most), .count), "short": .duration(short)], evidence: firings.evidence)
            })
    }
}
