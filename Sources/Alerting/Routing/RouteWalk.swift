import Core

/// The way of an alert through a routing tree, as Alertmanager walks it (`dispatch/route.go` of the project): into the first
/// child that matches, and on to its siblings where that one says `continue`; a node none of whose children matches takes the
/// alert.
public struct RouteWalk: Sendable, Hashable {
    /// The nodes that take the alert, in the tree's order.
    public var ends: [Int] = []
    /// Nodes that may take it besides: that depends on labels that are not known, or on patterns that cannot be read.
    public var possibleEnds: [Int] = []

    /// Whether where the alert ends is known.
    public var isCertain: Bool { possibleEnds.isEmpty }
}

extension RoutingTree {
    /// - Parameter value: A label's value, empty for one that is not there, `nil` where it is not known.
    public func walk(_ value: (String) -> String?) -> RouteWalk {
        var walk = RouteWalk()
        guard !matchers.isEmpty else { return walk }
        let root = matchers[0].match(value)
        guard root != false else { return walk }
        // Nodes that take the alert and whose children have still to be asked. Each node is opened once.
        var open = [(node: 0, isCertain: root == true)]
        while let (node, isCertain) = open.popLast() {
            var taking: [(node: Int, isCertain: Bool)] = []
            // Whether some child takes it for certain, and whether an earlier one may have kept it from the later ones.
            var isTaken = false
            var mayBeKept = false
            for child in children[node] {
                let matches = matchers[child].match(value)
                if matches == false { continue }
                let isSure = matches == true
                taking.append((child, isCertain && isSure && !mayBeKept))
                isTaken = isTaken || isSure
                guard !routing.routes[child].continues else { continue }
                if isSure { break }
                mayBeKept = true
            }
            if !isTaken {
                if isCertain, taking.isEmpty { walk.ends.append(node) } else { walk.possibleEnds.append(node) }
            }
            open += taking.reversed()
        }
        return walk
    }

    /// The nodes that take an alert of these labels. Patterns that cannot be read count as not matching.
    public func ends(of labels: [String: String]) -> [Int] { walk { labels[$0] ?? "" }.ends }
}
