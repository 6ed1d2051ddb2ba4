public import Core

/// Inhibitions, ready to be held against many alerts (`inhibit/inhibit.go` of the project).
public struct Inhibitor: Sendable {
    public struct Rule: Sendable {
        public let source: [CompiledMatcher]
        public let target: [CompiledMatcher]
        public let equal: [String]
    }

    /// In the order of ``AlertRouting/inhibitions``.
    public let rules: [Rule]

    public init(_ inhibitions: [AlertRouting.Inhibition]) {
        rules = inhibitions.map { inhibition in
            Rule(
                source: inhibition.source.map { CompiledMatcher($0) }, target: inhibition.target.map { CompiledMatcher($0) },
                equal: Set(inhibition.equal).sorted())
        }
    }
}

extension Inhibitor.Rule {
    /// Whether an alert keeps another back while it fires. One that matches both sides is kept back only by alerts that do not
    /// match the target, so that no alert inhibits itself. A label that is absent equals an empty one, and one absent on the
    /// other side. `nil`: that depends on what is not known.
    ///
    /// - Parameters: The labels' values, empty for one that is not there, `nil` where it is not known.
    public func inhibits(_ target: (String) -> String?, by source: (String) -> String?) -> Bool? {
        var isKnown = true
        for name in equal {
            guard let one = target(name), let other = source(name) else {
                isKnown = false
                continue
            }
            if one != other { return false }
        }
        let sides = [self.target.match(target), self.source.match(source)]
        if sides.contains(false) { return false }
        // Both are found on both sides: neither inhibits the other.
        let turned = [self.source.match(target), self.target.match(source)]
        if !turned.contains(false) { return turned.contains(nil) ? nil : false }
        return isKnown && !sides.contains(nil) ? true : nil
    }

    /// The same for labels that are all known.
    public func inhibits(_ target: [String: String], by source: [String: String]) -> Bool? {
        inhibits({ target[$0] ?? "" }, by: { source[$0] ?? "" })
    }

    /// The values that both sides must agree on.
    func equalValues(of labels: [String: String]) -> [String] { equal.map { labels[$0] ?? "" } }
}
