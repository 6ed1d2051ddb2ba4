import Core

/// A route to which no alert comes.
public struct UnreachableRoute: Sendable, Hashable {
    /// The node of the routing tree.
    public var route: Int
    /// Earlier nodes without `continue` that take every alert which could come there: one where one is enough. None where its
    /// own matchers and those above can never hold together.
    public var takenBy: [Int]

    public init(route: Int, takenBy: [Int]) {
        self.route = route
        self.takenBy = takenBy
    }
}

extension RoutingTree {
    /// The nodes that no alert can reach, without those below them. Only what is certain is named: patterns count as the same
    /// when they are written the same, and are otherwise taken to be independent of one another unless they are literals.
    public func unreachable() -> [UnreachableRoute] {
        var found: [UnreachableRoute] = []
        var dead: Set<Int> = []
        for node in matchers.indices.dropFirst() {
            if let parent = parents[node], dead.contains(parent) {
                dead.insert(node)
                continue
            }
            guard let takenBy = keepers(of: node) else { continue }
            dead.insert(node)
            found.append(UnreachableRoute(route: node, takenBy: takenBy))
        }
        return found
    }

    /// The nodes that together keep every alert from a node; `nil` where some alert may come there.
    private func keepers(of node: Int) -> [Int]? {
        let chain = chain(of: node)
        let keepers = chain.flatMap { index -> [Int] in
            guard let parent = parents[index] else { return [] }
            return children[parent].prefix { $0 != index }.filter { !routing.routes[$0].continues }
        }.sorted()
        let wanted = chain.flatMap { matchers[$0] }
        let search = LabelSearch(wanted: wanted, unwanted: keepers.map { matchers[$0] })
        guard search.findsNone else { return nil }
        if LabelSearch(wanted: wanted, unwanted: []).findsNone { return [] }
        for keeper in keepers where LabelSearch(wanted: wanted, unwanted: [matchers[keeper]]).findsNone { return [keeper] }
        return keepers
    }
}
