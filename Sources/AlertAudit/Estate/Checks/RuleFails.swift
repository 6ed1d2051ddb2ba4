import Core

/// A rule's last evaluation failed, so that it judges nothing.
struct RuleFails: EstateCheck {
    let id = AuditCheckID.ruleFails
    let remedy = "Correct the expression so that the source can evaluate it."

    func run(_ estate: Estate) -> EstateCheckResult {
        var found: [EstateCheckResult.Draft] = []
        for rule in estate.activeRules {
            guard let error = rule.lastError, !error.isEmpty else { continue }
            found.append(
                EstateCheckResult.Draft(
                    rule, "`\(RuleFacts.inert(rule.name))` fails when it is evaluated: \(RuleFacts.inert(error)).",
                    facts: ["error": .text(error)]))
        }
        for recording in estate.recordings {
            guard let error = recording.rule.lastError, !error.isEmpty else { continue }
            found.append(
                EstateCheckResult.Draft(
                    subject: recording.subject, detail: recording.rule.group, source: recording.source,
                    statement: "The recording rule `\(RuleFacts.inert(recording.rule.name))` fails when it is evaluated:"
                        + " \(RuleFacts.inert(error)).",
                    facts: ["error": .text(error)], evidence: [recording.id]))
        }
        return EstateCheckResult(found)
    }
}
