import Alerting
import Analysis
import Core

/// What the time from the onset to the first notification consisted of: until the rule's condition held, its `for`, and the wait
/// until someone was told.
struct DelayInParts: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        guard let noticed = context.noticed, noticed.time > context.onset, context.onsetFinding != nil,
            let told = context.episodes.filter({ isWhatTold($0, noticed, context) }).min(by: isEarlier),
            let rule = context.rules.first(where: { $0.rule.name == told.value.name })
        else { return AlertingAudit.Result() }
        let fired = told.value.from.corrected
        let pending = pendingFrom(told, context) ?? fired.adding(seconds: -rule.rule.holdFor)
        let parts = DelayParts(
            onset: context.onset,
            stretch: RuleHistory.Stretch(labels: told.value.labels, pendingFrom: pending, firingFrom: fired),
            notified: noticed.time)
        guard let toCrossing = parts.toCrossing, let hold = parts.toFiring, let toNotified = parts.toNotified,
            let whole = parts.whole, toCrossing >= 0, hold >= 0, toNotified >= 0
        else { return AlertingAudit.Result() }
        let name = RuleFacts.name(rule)
        let text =
            "Of the \(ValueText.duration(whole)) from the onset at \(context.onset.clock) to the first notification at"
            + " \(noticed.time.clock), \(ValueText.duration(toCrossing)) passed until the condition of `\(name)` held at"
            + " \(pending.clock), \(ValueText.duration(hold)) was its hold time, and \(ValueText.duration(toNotified)) passed from its"
            + " firing at \(fired.clock) until someone was told."
        return AlertingAudit.Result(findings: [
            Finding(
                .alertFired, statement: text,
                facts: [
                    "rule": .text(name), "onset": .time(context.onset), "pending": .time(pending), "fired": .time(fired),
                    "noticed": .time(noticed.time), "toCondition": .duration(toCrossing), "hold": .duration(hold),
                    "toNotified": .duration(toNotified), "delay": .duration(whole),
                ],
                evidence: [rule.id, told.id] + noticed.evidence + (context.onsetFinding?.evidence ?? []))
        ])
    }

    /// An alert that fired between the onset and the notification.
    private func isWhatTold(
        _ episode: AuditContext.Held<AlertEpisode>, _ noticed: AuditContext.Noticed, _ context: AuditContext
    ) -> Bool {
        // An on-call system's own record of the alert begins with the notification.
        let fired = episode.value.from.corrected
        return episode.value.state == .firing && fired >= context.onset && fired <= noticed.time
            && context.affected.contains { context.identity(of: $0).owns(episode.value.labels) != .no }
    }

    private func isEarlier(_ left: AuditContext.Held<AlertEpisode>, _ right: AuditContext.Held<AlertEpisode>) -> Bool {
        (left.value.from.corrected, left.id) < (right.value.from.corrected, right.id)
    }

    /// When the alert began to be pending, where its source kept that.
    private func pendingFrom(_ told: AuditContext.Held<AlertEpisode>, _ context: AuditContext) -> Instant? {
        let fired = told.value.from.corrected
        return context.episodes.filter {
            $0.value.name == told.value.name && $0.value.state == .pending && $0.value.labels == told.value.labels
                && $0.value.from.corrected <= fired
                && ($0.value.to.map { $0.corrected >= fired.adding(seconds: -120) } ?? true)
        }.map(\.value.from.corrected).max()
    }
}
