import Alerting
import Core

/// A route to which no alert can come.
struct RouteUnreachable: EstateCheck {
    let id = AuditCheckID.routeUnreachable
    let remedy = "Put the route before the one that takes its alerts, let that one `continue`, or remove the route."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.trees.flatMap { tree in
                tree.tree.unreachable().map { draft($0, tree) }
            })
    }

    private func draft(_ unreachable: UnreachableRoute, _ tree: EstateRouting) -> EstateCheckResult.Draft {
        let route = tree.routing.routes[unreachable.route]
        let own = "{" + route.matchers.map(\.text).joined(separator: ", ") + "}"
        let takers = unreachable.takenBy.map { tree.end($0) }
        let why =
            takers.isEmpty
            ? "what it and the routes above it ask for can't hold together"
            : "\(RuleFacts.list(takers.map(\.subject))) \(takers.count == 1 ? "stands" : "stand") before it without `continue` and"
                + " \(takers.count == 1 ? "takes" : "take") all that it matches"
        var draft = EstateCheckResult.Draft(
            subject: tree.subject(unreachable.route), detail: own + route.receiver, source: tree.source,
            statement: "No alert reaches the route `\(RuleFacts.inert(own))` to `\(RuleFacts.inert(route.receiver))`: \(why).",
            facts: ["matchers": .text(own), "receiver": .text(route.receiver)], evidence: [tree.id])
        draft.related = takers.map(\.subject)
        return draft
    }
}
