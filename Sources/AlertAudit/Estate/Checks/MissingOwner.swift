import Core

/// Nothing says who looks after a rule.
struct MissingOwner: EstateCheck {
    let id = AuditCheckID.missingOwner
    let remedy = "Give the rule a label that names its owner."

    func run(_ estate: Estate) -> EstateCheckResult {
        let wanted = estate.settings.ownerLabels
        return EstateCheckResult(
            estate.activeRules.compactMap { rule in
                let isNone = ["none", "silent", "inhibit"].contains(rule.severity?.lowercased() ?? "")
                guard !wanted.isEmpty, rule.owner == nil, !rule.isWatchdog(estate.settings), !isNone, !hasOwner(rule) else {
                    return nil
                }
                return EstateCheckResult.Draft(
                    rule, "`\(RuleFacts.inert(rule.name))` has no label \(RuleFacts.list(wanted)) that says who looks after it."
                )
            })
    }

    /// An owner by another name: `service_owner`, `owned_by`, `squad`.
    private func hasOwner(_ rule: Detector) -> Bool {
        for (name, value) in rule.labels.merging(rule.annotations, uniquingKeysWith: { first, _ in first }) {
            let words = name.lowercased().split { !($0.isLetter || $0.isNumber) }
            guard value.contains(where: { !$0.isWhitespace }) else { continue }
            if words.contains(where: { ["owner", "owned", "owners", "team", "squad", "maintainer"].contains($0) }) {
                return true
            }
        }
        return false
    }
}
