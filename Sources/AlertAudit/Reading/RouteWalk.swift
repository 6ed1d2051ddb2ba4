import Core

/// The way of an alert through a routing tree, as Alertmanager walks it (`dispatch/route.go`): into the first child that
/// matches, and on to its siblings where that one says `continue`; a node none of whose children matches takes the alert.
struct RouteWalk {
    /// The routes that take the alert.
    private(set) var ends: [AlertRouting.Route] = []
    /// False when the way depends on labels that are not known.
    private(set) var isCertain = true

    private let routes: [AlertRouting.Route]
    private let labels: AlertLabels

    init(_ labels: AlertLabels, through routing: AlertRouting) {
        routes = routing.routes
        self.labels = labels
        guard !routes.isEmpty else { return }
        // Nodes that took the alert and whose children have still to be asked. The flattened list bounds the work: each node is
        // opened once.
        var open = [0]
        while let node = open.popLast() {
            let taking = matchingChildren(of: node)
            if taking.isEmpty { ends.append(routes[node]) }
            open += taking.reversed()
        }
    }

    private mutating func matchingChildren(of node: Int) -> [Int] {
        var taking: [Int] = []
        var index = node + 1
        while index < routes.count, routes[index].depth > routes[node].depth {
            if routes[index].depth == routes[node].depth + 1 {
                switch labels.match(routes[index].matchers) {
                case .some(true):
                    taking.append(index)
                    if !routes[index].continues { return taking }
                case .some(false): break
                case .none: isCertain = false
                }
            }
            index += 1
        }
        return taking
    }
}
