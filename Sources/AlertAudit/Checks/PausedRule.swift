import Analysis
import Core

/// A rule that its source does not evaluate, so that it cannot fire.
struct PausedRule: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        AlertingAudit.Result(
            findings: context.paused.prefix(20).map { held in
                let name = ValueText.quotation(held.value.name, limit: 80).replacing("`", with: "'")
                return Finding(
                    .silenced, statement: "The rule `\(name)` is paused, so it cannot fire.",
                    facts: ["rule": .text(held.value.name)], evidence: [held.id])
            })
    }
}
