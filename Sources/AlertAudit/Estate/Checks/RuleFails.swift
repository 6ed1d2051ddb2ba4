import Core

/// A rule's last evaluation failed, so that it judges nothing.
struct RuleFails: EstateCheck {
    let id = AuditCheckID.ruleFails
    let remedy = "Correct the expression so that the source can evaluate it."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(estate) { _, error in
            guard let error, !error.isEmpty else { return nil }
            return EstateCheckResult.Trouble(
                words: "fails when it is evaluated: \(RuleFacts.inert(error)).", facts: ["error": .text(error)])
        }
    }
}
