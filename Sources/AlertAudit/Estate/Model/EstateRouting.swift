import Alerting
import Core
import PromQL

/// A routing tree with its nodes' places and its matchers read.
struct EstateRouting: Sendable {
    struct Node: Sendable {
        var route: AlertRouting.Route
        var matchers: [CompiledMatcher]
        /// `route/0.3`
        var subject: String
        var parent: Int?
        var children: [Int]
    }

    /// The way of an alert, with the nodes that take it.
    struct Walk: Sendable {
        var ends: [Int] = []
        /// False when the way depends on labels that are not known.
        var isCertain = true
    }

    let routing: AlertRouting
    let id: EvidenceID
    let source: SourceName
    private(set) var nodes: [Node] = []

    init(_ held: Estate.Held<AlertRouting>) {
        routing = held.value
        id = held.id
        source = held.source
        // The nodes from the root to the last one read; a depth that skips levels is taken for the next one.
        var path: [Int] = []
        for route in held.value.routes {
            let depth = min(max(0, route.depth), path.count)
            path.removeSubrange(depth...)
            let parent = path.last
            var places = "route/"
            if let parent {
                let place = nodes[parent].children.count
                places = nodes[parent].subject + (nodes[parent].parent == nil ? "" : ".") + "\(place)"
                nodes[parent].children.append(nodes.count)
            } else if !nodes.isEmpty {
                continue
            }
            path.append(nodes.count)
            nodes.append(
                Node(
                    route: route, matchers: route.matchers.map { CompiledMatcher($0) }, subject: places, parent: parent,
                    children: []))
        }
    }

    /// Into the first child that matches, and on to its siblings where that one says `continue`; a node none of whose children
    /// matches takes the alert (Alertmanager's `dispatch/route.go`).
    func walk(_ labels: AlertLabels) -> Walk {
        var walk = Walk()
        guard !nodes.isEmpty else { return walk }
        var open = [0]
        while let node = open.popLast() {
            var taking: [Int] = []
            for child in nodes[node].children {
                let matches = labels.match(nodes[child].matchers)
                if matches == nil { walk.isCertain = false }
                guard matches == true else { continue }
                taking.append(child)
                if !nodes[child].route.continues { break }
            }
            if taking.isEmpty { walk.ends.append(node) }
            open += taking.reversed()
        }
        return walk
    }

    func end(_ node: Int) -> RouteEnd {
        RouteEnd(routing: id, subject: nodes[node].subject, receiver: nodes[node].route.receiver)
    }

    /// Labels that any route asks for.
    var labels: Set<String> { Set(nodes.flatMap { $0.matchers.map(\.name) }) }
}
