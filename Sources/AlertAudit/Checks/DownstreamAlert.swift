import Analysis
import Core

/// The alert that fired first was about another service than the one that failed first, and none fired about that one.
struct DownstreamAlert: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        guard let failing = context.firstFailingService, context.knowsAllEpisodes else { return AlertingAudit.Result() }
        let identity = context.identity(of: failing)
        let fired = context.episodes.filter { $0.value.state == .firing && context.overlapsTrouble($0.value) }
        guard !fired.contains(where: { identity.owns($0.value.labels) != .no }) else { return AlertingAudit.Result() }
        let later = fired.filter { $0.value.from.corrected >= context.onset }
        let first = later.min { ($0.value.from.corrected, $0.id) < ($1.value.from.corrected, $1.id) }
        guard let first,
            let symptom = context.affected.first(where: { context.identity(of: $0).owns(first.value.labels) == .yes })
        else { return AlertingAudit.Result() }
        let delay = first.value.from.corrected.seconds(since: context.onset)
        let text =
            "The first alert to fire from the onset on was `\(RuleFacts.inert(first.value.name))` on \(symptom) at \(first.value.from.corrected.clock),"
            + " \(ValueText.duration(delay)) after the onset at \(context.onset.clock), and no alert fired on \(failing), which failed first."
        let facts: [String: Fact] = [
            "alert": .text(first.value.name), "service": .text(symptom), "firstFailingService": .text(failing),
            "fired": .time(first.value.from.corrected), "onset": .time(context.onset), "delay": .duration(delay),
        ]
        // Without a time of its own: the alert itself is on the timeline already.
        return AlertingAudit.Result(findings: [
            Finding(
                .alertFired, service: symptom, statement: text, facts: facts,
                evidence: fired.map(\.id) + (context.onsetFinding?.evidence ?? []))
        ])
    }
}
