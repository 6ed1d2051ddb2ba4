import Analysis
import Core

/// The alerts of a rule about an affected service go to receivers that tell no one.
struct DeadEndRoute: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        var seen: Set<EvidenceID> = []
        var intervals: Set<String> = []
        for service in context.affected {
            for rule in context.rules(about: service) where seen.insert(rule.id).inserted {
                for tree in context.routing {
                    let walk = RouteWalk(labels(of: rule, context), through: tree.value)
                    guard walk.isCertain, !walk.ends.isEmpty else { continue }
                    intervals.formUnion(walk.ends.flatMap(\.muteTimeIntervals))
                    guard walk.ends.allSatisfy({ tree.value.emptyReceivers.contains($0.receiver) }) else { continue }
                    result.findings.append(finding(rule, service, walk.ends.map(\.receiver), tree.id))
                }
            }
        }
        if !intervals.isEmpty {
            result.gaps.append(
                Gap(
                    .unknowable, what: "whether mute time intervals applied",
                    reason:
                        "Alerts of affected services go through routes with mute time intervals, and when these apply was not"
                        + " read: \(RuleFacts.list(intervals.sorted(), limit: 8))."))
        }
        return result
    }

    /// The labels of an alert that was there, or what the rule says of them.
    private func labels(of rule: ReadRule, _ context: AuditContext) -> AlertLabels {
        // An on-call system tells of the same alert in labels of its own, such as a severity in its own words.
        let fixed = rule.rule.labels.filter { !$0.value.contains("{{") }
        let episode = context.episodes.first { episode in
            episode.value.name == rule.rule.name && context.overlapsTrouble(episode.value)
                && fixed.allSatisfy { episode.value.labels[$0.key] == $0.value }
        }
        return episode.map { AlertLabels(of: $0.value) } ?? rule.alertLabels
    }

    private func finding(_ rule: ReadRule, _ service: String, _ receivers: [String], _ tree: EvidenceID) -> Finding {
        let names = Set(receivers).sorted()
        return Finding(
            .deadEnd, service: service,
            statement:
                "Alerts of the rule `\(RuleFacts.name(rule))` on \(service) are routed to \(RuleFacts.list(names)), which has no"
                + " integration and so tells no one.",
            facts: [
                "rule": .text(RuleFacts.name(rule)), "service": .text(service),
                "receiver": .text(names.joined(separator: ", ")),
            ], evidence: [rule.id, tree])
    }
}
