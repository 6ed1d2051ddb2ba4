import Core

/// A suppression of the audit's own configuration has passed its end.
struct SuppressionExpired: EstateCheck {
    let id = AuditCheckID.suppressionExpired
    let remedy = "Remove the suppression, or decide again and give it a new end."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.settings.suppressions.filter { $0.until <= estate.now }.map { suppression in
                let what = suppression.check.map { "of \($0.rawValue) " } ?? ""
                return EstateCheckResult.Draft(
                    subject: suppression.subject, detail: suppression.check?.rawValue ?? "",
                    statement: "The suppression \(what)for `\(RuleFacts.inert(suppression.subject))` ended on"
                        + " \(suppression.until.date) and covers nothing any more.",
                    facts: ["until": .time(suppression.until), "reason": .text(suppression.reason)], evidence: [])
            })
    }
}
