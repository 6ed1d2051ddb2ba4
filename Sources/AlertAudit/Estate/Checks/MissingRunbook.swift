import Core

/// A rule says nowhere what whoever is called should do.
struct MissingRunbook: EstateCheck {
    let id = AuditCheckID.missingRunbook
    let remedy = "Give the rule the annotation `runbook_url` with the address of a page that says what to do."

    func run(_ estate: Estate) -> EstateCheckResult {
        let wanted = estate.settings.runbookAnnotations
        return EstateCheckResult(
            estate.activeRules.compactMap { rule in
                let isNone = ["none", "silent", "inhibit"].contains(rule.severity?.lowercased() ?? "")
                guard !rule.isWatchdog(estate.settings), !isNone, !wanted.isEmpty, !hasRunbook(rule, wanted) else { return nil }
                let typo = rule.annotations.keys.sorted().first { isMisspelt($0, wanted) }
                return EstateCheckResult.Draft(
                    rule,
                    "`\(RuleFacts.inert(rule.name))` has no \(RuleFacts.list(wanted)) among its annotations"
                        + (typo.map { ", but a `\(RuleFacts.inert($0))`, which nothing will look for." } ?? "."))
            })
    }

    private func hasRunbook(_ rule: Detector, _ wanted: [String]) -> Bool {
        for (name, value) in rule.annotations.merging(rule.labels, uniquingKeysWith: { first, _ in first })
        where value.contains(where: { !$0.isWhitespace }) {
            let plain = name.lowercased()
            if wanted.contains(name) { return true }
            if plain.contains("runbook") || plain.contains("playbook"), !isMisspelt(name, wanted) { return true }
            let text = value.lowercased()
            if text.contains("://"), text.contains("runbook") || text.contains("playbook") { return true }
        }
        return false
    }

    /// Whether a name is a wanted one with letters in another order: `runbook_ulr`.
    private func isMisspelt(_ name: String, _ wanted: [String]) -> Bool {
        let letters = Self.letters(name)
        return !wanted.contains { Self.letters($0) == letters }
            && wanted.contains { Self.letters($0).sorted() == letters.sorted() }
    }

    private static func letters(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
}
