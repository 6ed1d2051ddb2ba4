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
                return EstateCheckResult.Draft(
                    rule, "`\(RuleFacts.inert(rule.name))` has no \(RuleFacts.list(wanted)) among its annotations.")
            })
    }

    private func hasRunbook(_ rule: Detector, _ wanted: [String]) -> Bool {
        for (name, value) in rule.annotations.merging(rule.labels, uniquingKeysWith: { first, _ in first })
        where value.contains(where: { !$0.isWhitespace }) {
            let plain = name.lowercased()
            if wanted.contains(name) || plain.contains("runbook") || plain.contains("playbook") { return true }
            let text = value.lowercased()
            if text.contains("://"), text.contains("runbook") || text.contains("playbook") { return true }
        }
        return false
    }
}
