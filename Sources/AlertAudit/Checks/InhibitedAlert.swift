import Alerting
import Analysis
import Core

/// An alert that fired kept another one about an affected service from being sent.
struct InhibitedAlert: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        let firing = context.episodes.filter { $0.value.state == .firing && context.overlapsTrouble($0.value) }
        var seen: Set<EvidenceID> = []
        for service in context.affected {
            for rule in context.rules(about: service) where seen.insert(rule.id).inserted {
                for tree in context.routing {
                    guard let source = inhibitor(of: rule, in: tree.value, firing) else { continue }
                    result.findings.append(finding(rule, service, source, tree.id))
                }
            }
        }
        return result
    }

    private func inhibitor(
        of rule: ReadRule, in routing: AlertRouting, _ firing: [AuditContext.Held<AlertEpisode>]
    ) -> AuditContext.Held<AlertEpisode>? {
        let target = rule.alertLabels
        for rule in Inhibitor(routing.inhibitions).rules {
            let found = firing.first { held in
                let source = AlertLabels(of: held.value)
                return rule.inhibits({ target[$0] }, by: { source[$0] }) == true
            }
            if let found { return found }
        }
        return nil
    }

    private func finding(
        _ rule: ReadRule, _ service: String, _ source: AuditContext.Held<AlertEpisode>, _ tree: EvidenceID
    ) -> Finding {
        let from = source.value.from.corrected
        return Finding(
            .deadEnd, service: service, time: from,
            statement: "Alerts of the rule `\(RuleFacts.name(rule))` on \(service) are inhibited while"
                + " `\(RuleFacts.inert(source.value.name))` fires, which it did from \(from.clock).",
            facts: [
                "rule": .text(RuleFacts.name(rule)), "service": .text(service), "inhibitor": .text(source.value.name),
                "inhibitedFrom": .time(from),
            ], evidence: [rule.id, source.id, tree])
    }
}
