import Core

/// A finding that a team has put up with, and until when.
struct EstateSuppression: Sendable {
    var check: String
    var subject: String
    var reason: String
    /// `2026-11-20`.
    var until: String
}

extension EstateBuilder {
    /// Two that are past their end, on what is really wrong; and two that hold, on what would be wrong without them.
    mutating func plantSuppressions() {
        let wrong = truth.faults.filter { ["missing-runbook", "missing-owner", "flapping"].contains($0.check) }
        for item in dice.shuffled(wrong).prefix(2) {
            suppressions.append(
                EstateSuppression(
                    check: item.check, subject: item.subject,
                    reason: dice.pick(["next sprint", "until the move", "accepted for now"]),
                    until: grid.ago(days: dice.real(2...25)).date))
            plant("suppression-expired", item.subject)
        }
        for _ in 0..<2 {
            var draft = gaugeRule(ordinary())
            draft.runbook = .missing
            let subject = add(draft, .fine("suppression-expired"))
            suppressions.append(
                EstateSuppression(
                    check: "missing-runbook", subject: subject,
                    reason: dice.pick(["being written", "new service", "see OPS-77"]),
                    until: grid.ago(days: -dice.real(5...40)).date))
        }
    }
}
