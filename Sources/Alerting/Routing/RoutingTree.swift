public import Core

/// A routing tree, ready to be walked by many alerts. Nodes are named by their place in ``AlertRouting/routes``.
public struct RoutingTree: Sendable {
    public let routing: AlertRouting
    /// What each node asks for itself.
    let matchers: [[CompiledMatcher]]
    /// The node above; `nil` for the root.
    let parents: [Int?]
    let children: [[Int]]

    public init(_ routing: AlertRouting) {
        self.routing = routing
        matchers = routing.routes.map { $0.matchers.map { CompiledMatcher($0) } }
        var parents: [Int?] = []
        var children = [[Int]](repeating: [], count: routing.routes.count)
        var open: [Int] = []
        for (index, route) in routing.routes.enumerated() {
            while let last = open.last, routing.routes[last].depth >= route.depth { open.removeLast() }
            // A list that is no tree has all its loose ends below the first.
            let parent = open.last ?? (index == 0 ? nil : 0)
            parents.append(parent)
            if let parent { children[parent].append(index) }
            open.append(index)
        }
        self.parents = parents
        self.children = children
    }

    /// The way from the root to a node as positions among siblings: `0.3` is the fourth child of the root's first. Empty for
    /// the root and for what is no node.
    public func path(of node: Int) -> String {
        var positions: [Int] = []
        for index in chain(of: node) {
            guard let parent = parents[index] else { break }
            positions.append(children[parent].firstIndex(of: index) ?? 0)
        }
        return positions.reversed().map(String.init).joined(separator: ".")
    }

    /// A node and all above it, the root last.
    func chain(of node: Int) -> [Int] {
        guard parents.indices.contains(node) else { return [] }
        var chain = [node]
        var index = node
        while let parent = parents[index] {
            chain.append(parent)
            index = parent
        }
        return chain
    }

    /// The receiver of a node, if it is known.
    public func receiver(of node: Int) -> AlertRouting.Receiver? {
        guard routing.routes.indices.contains(node) else { return nil }
        return routing.receivers.first { $0.name == routing.routes[node].receiver }
    }
}
