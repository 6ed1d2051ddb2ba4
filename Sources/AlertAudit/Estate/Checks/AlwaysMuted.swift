import Alerting
import Core

/// A route's time intervals leave no time at which it may notify.
struct AlwaysMuted: EstateCheck {
    let id = AuditCheckID.alwaysMuted
    let remedy = "Correct the route's mute and active time intervals so that some time is left, or remove the route."

    /// Days that are looked at: a whole year, so that each day and month comes.
    private static let days = 400.0

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(estate.trees.flatMap { drafts($0, estate) })
    }

    private func drafts(_ tree: EstateRouting, _ estate: Estate) -> [EstateCheckResult.Draft] {
        let ahead = TimeWindow(from: estate.now, to: estate.now.adding(seconds: Self.days * 86_400))
        var known: [[[String]]: Bool] = [:]
        return tree.routing.routes.enumerated().compactMap { node, route in
            let hours = RouteHours(route, in: tree.routing)
            guard hours.areRestricted else { return nil }
            let key = [route.muteTimeIntervals, route.activeTimeIntervals]
            let isClosed =
                known[key]
                ?? hours.spans(in: ahead).allSatisfy { span in
                    switch span.state {
                    case .muted, .inactive: true
                    case .open, .unknown: false
                    }
                }
            known[key] = isClosed
            // What reaches no one in any case is not muted.
            guard isClosed, tree.tree.receiver(of: node)?.integrations.isEmpty != true else { return nil }
            let names = route.muteTimeIntervals + route.activeTimeIntervals
            var draft = EstateCheckResult.Draft(
                subject: tree.subject(node), detail: route.receiver, source: tree.source,
                statement:
                    "The route \(RuleFacts.list([tree.subject(node)])) to `\(RuleFacts.inert(route.receiver))` notifies at no time in"
                    + " the year ahead, by the time intervals \(RuleFacts.list(names)).",
                facts: [
                    "receiver": .text(route.receiver), "mute": .text(route.muteTimeIntervals.joined(separator: ", ")),
                    "active": .text(route.activeTimeIntervals.joined(separator: ", ")),
                ], evidence: [tree.id])
            draft.related = Set(names).sorted().map { "interval/\($0)" }
            return draft
        }
    }
}
