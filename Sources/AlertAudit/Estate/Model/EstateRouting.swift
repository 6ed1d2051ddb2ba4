import Alerting
import Core

/// A routing tree with the evidence that holds it.
struct EstateRouting: Sendable {
    let tree: RoutingTree
    let id: EvidenceID
    let source: SourceName
    /// Labels that any route asks for.
    let labels: Set<String>

    var routing: AlertRouting { tree.routing }

    init(_ held: Estate.Held<AlertRouting>) {
        tree = RoutingTree(held.value)
        id = held.id
        source = held.source
        labels = Set(held.value.routes.flatMap { $0.matchers.map(\.name) })
    }

    func walk(_ labels: AlertLabels) -> RouteWalk { tree.walk { labels[$0] } }

    /// `route/0.3`
    func subject(_ node: Int) -> String { "route/" + tree.path(of: node) }

    func end(_ node: Int) -> RouteEnd {
        RouteEnd(routing: id, subject: subject(node), receiver: tree.routing.routes[node].receiver)
    }
}
