import Core

extension Policy {
    /// What is odd and not wrong: rules that never decide, groups that nobody is in, verdicts that travel in the clear.
    public var warnings: [String] {
        var warnings: [String] = []
        for (index, rule) in rules.enumerated() {
            if let earlier = rules[..<index].firstIndex(where: { $0.covers(rule) }) {
                warnings.append(
                    "'\(rule.title(at: index))' never decides: '\(rules[earlier].title(at: earlier))' before it matches "
                        + "whatever it matches")
            }
        }
        let groups = Set(people.flatMap(\.groups))
        let named = rules.flatMap { $0.principals ?? [] } + limits.map(\.principal)
        var told: Set<String> = []
        for case .group(let group) in named where !groups.contains(group) && told.insert(group).inserted {
            warnings.append("nobody in 'people' is in the group '\(group)', which a rule or a limit names")
        }
        if let delegate, delegate.origin.scheme == .http, !["127.0.0.1", "[::1]", "localhost"].contains(delegate.origin.host) {
            warnings.append(
                "the policy server at \(delegate.origin) is asked over http: whoever is in between can change verdicts")
        }
        return warnings
    }
}

extension PolicyRule {
    /// Does this rule decide whatever `later` would? `false` when in doubt.
    func covers(_ later: PolicyRule) -> Bool {
        // A deny and an approval decide on a part of what they list, an allow on the whole only.
        let decidesOnLess = verdict != .allow || later.verdict == .allow
        return PolicyRule.covers(principals, later.principals) { $0.covers($1) }
            && PolicyRule.covers(sources, later.sources) { $0.covers($1) }
            && PolicyRule.covers(tools, later.tools) { $0.covers($1) }
            && (effects == nil || (later.effects ?? [.read, .write, .disclose, .instrument]).isSubset(of: effects ?? []))
            && (data == nil || (data == later.data && decidesOnLess))
            && (arguments.isEmpty || (arguments == later.arguments && decidesOnLess))
            && (when == nil || when == later.when)
    }

    private static func covers<Pattern>(_ wide: [Pattern]?, _ narrow: [Pattern]?, _ each: (Pattern, Pattern) -> Bool) -> Bool {
        guard let wide else { return true }
        guard let narrow else { return false }
        return narrow.allSatisfy { entry in wide.contains { each($0, entry) } }
    }
}
