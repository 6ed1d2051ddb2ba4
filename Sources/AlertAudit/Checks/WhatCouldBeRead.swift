import Core

/// Says what of the alerting could not be read, and so was not audited.
struct WhatCouldBeRead: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var gaps: [Gap] = []
        let hasRules = !context.rules.isEmpty || !context.unreadableRules.isEmpty || !context.paused.isEmpty
        if !hasRules, context.emptyRuleLists.isEmpty {
            gaps.append(
                Gap(
                    .unknowable, what: "which alert rules watch the affected services",
                    reason: "No alert rules could be read, so it cannot be said what should have fired."))
        } else if hasRules, !context.knowsAllRules {
            gaps.append(
                Gap(
                    .partial, what: "alert rules",
                    reason: "Not all alert rules could be read, so it cannot be said that a signal has none."))
        }
        if context.silences.isEmpty, context.emptySilenceLists.isEmpty {
            gaps.append(
                Gap(
                    .unknowable, what: "silences that were active in the incident",
                    reason: "No silences could be read, so it cannot be said whether one kept an alert quiet."))
        }
        let unread = context.unreadableRules.filter { LogRule($0.value) == nil }
        if !unread.isEmpty {
            let names = unread.map(\.value.name)
            gaps.append(
                Gap(
                    .partial, what: "alert rules whose expressions are not PromQL",
                    reason:
                        "What these rules watch could not be told from their expressions: \(RuleFacts.list(names, limit: 8))."))
        }
        let recorded = context.rules.flatMap { rule in rule.unresolved.map { ($0, rule.rule.name) } }
        if !recorded.isEmpty {
            let names = Set(recorded.map(\.0)).sorted()
            gaps.append(
                Gap(
                    .partial, what: "recorded series that alert rules read",
                    reason: "The recording rules behind them were not read: \(RuleFacts.list(names, limit: 8))."))
        }
        return AlertingAudit.Result(gaps: gaps)
    }
}
