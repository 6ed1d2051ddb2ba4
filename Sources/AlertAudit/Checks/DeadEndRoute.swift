import Alerting
import Analysis
import Core

/// The alerts of a rule about an affected service go to receivers that tell no one, or by routes that were muted.
struct DeadEndRoute: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        var seen: Set<EvidenceID> = []
        var unknown: Set<String> = []
        let trees = context.routing.map { (id: $0.id, tree: RoutingTree($0.value)) }
        for service in context.affected {
            for rule in context.rules(about: service) where seen.insert(rule.id).inserted {
                for (id, tree) in trees {
                    let labels = labels(of: rule, context)
                    let walk = tree.walk { labels[$0] }
                    guard walk.isCertain, !walk.ends.isEmpty else { continue }
                    let ways = walk.ends.map { Way($0, tree, context) }
                    unknown.formUnion(ways.flatMap(\.unknown))
                    if ways.allSatisfy(\.isEmpty) {
                        result.findings.append(deadEnd(rule, service, ways, id))
                    } else if let finding = muted(rule, service, ways, id, context) {
                        result.findings.append(finding)
                    }
                }
            }
        }
        if !unknown.isEmpty {
            result.gaps.append(
                Gap(
                    .unknowable, what: "whether mute time intervals applied",
                    reason:
                        "Alerts of affected services go through routes with time intervals whose definitions or time zones are"
                        + " not known: \(RuleFacts.list(unknown.sorted(), limit: 8))."))
        }
        return result
    }

    /// A route that takes the alerts, in the trouble.
    private struct Way {
        var receiver: String
        var isEmpty: Bool
        /// Stretches of the trouble in which it notified nobody.
        var closed: [RouteHours.Span] = []
        /// Intervals of which it is not known whether they applied.
        var unknown: [String] = []

        init(_ node: Int, _ tree: RoutingTree, _ context: AuditContext) {
            let route = tree.routing.routes[node]
            receiver = route.receiver
            isEmpty = tree.receiver(of: node)?.integrations.isEmpty == true
            let trouble = TimeWindow(from: context.onset, to: context.trouble.to)
            for span in RouteHours(route, in: tree.routing).spans(in: trouble) {
                switch span.state {
                case .open: break
                case .muted, .inactive: closed.append(span)
                case .unknown(let names): unknown += names
                }
            }
        }

        /// Until when it notified nobody, from the onset on; `nil`: somebody could be told at the onset.
        func closedUntil(from onset: Instant) -> Instant? {
            var end: Instant?
            for span in closed where span.from <= (end ?? onset) { end = span.to }
            return end
        }

        var intervals: [String] {
            closed.flatMap { span -> [String] in
                switch span.state {
                case .muted(let name): [name]
                case .inactive(let names): names
                case .open, .unknown: []
                }
            }
        }
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

    private func deadEnd(_ rule: ReadRule, _ service: String, _ ways: [Way], _ tree: EvidenceID) -> Finding {
        let names = Set(ways.map(\.receiver)).sorted()
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

    /// Every route that tells someone was muted from the onset on.
    private func muted(
        _ rule: ReadRule, _ service: String, _ ways: [Way], _ tree: EvidenceID, _ context: AuditContext
    ) -> Finding? {
        let telling = ways.filter { !$0.isEmpty }
        let ends = telling.map { $0.closedUntil(from: context.onset) }
        guard let until = ends.compactMap({ $0 }).min(), !ends.contains(nil) else { return nil }
        let intervals = Set(telling.flatMap(\.intervals)).sorted()
        let names = Set(telling.map(\.receiver)).sorted()
        let isWhole = until >= context.trouble.to
        let span = isWhole ? "through the whole trouble" : "up to \(until.clock)"
        return Finding(
            .deadEnd, service: service, time: context.onset,
            statement:
                "Alerts of the rule `\(RuleFacts.name(rule))` on \(service) are routed to \(RuleFacts.list(names)) by routes that"
                + " were muted from the onset at \(context.onset.clock) \(span), by \(RuleFacts.list(intervals)).",
            facts: [
                "rule": .text(RuleFacts.name(rule)), "service": .text(service),
                "receiver": .text(names.joined(separator: ", ")), "timeIntervals": .text(intervals.joined(separator: ", ")),
                "mutedFrom": .time(context.onset), "mutedUntil": .time(until),
            ], evidence: [rule.id, tree])
    }
}
