import Core

extension PolicyRule {
    private static let keys: Set<String> = [
        "name", "principals", "sources", "tools", "effects", "arguments", "data", "when", "verdict", "approvers", "reason",
    ]

    init(_ reader: PolicyReader) throws(PolicyError) {
        var verdict: Verdict?
        var approvers: PolicyReader?
        self.init(verdict: .deny)
        for (key, value) in try reader.members(allowed: PolicyRule.keys) {
            switch key {
            case "name": name = try value.words()
            case "principals":
                var patterns: [PrincipalPattern] = []
                for entry in try value.entries() { patterns.append(try PrincipalPattern(entry)) }
                principals = patterns
            case "sources": sources = try value.list().map { PolicyGlob($0) }
            case "tools": tools = try value.list().map { PolicyGlob($0) }
            case "effects":
                var named: Set<Effect> = []
                for entry in try value.entries() { named.insert(try entry.effect()) }
                effects = named
            case "arguments": arguments = try PolicyRule.arguments(value)
            case "data": data = try value.wordSet(DataClass.self)
            case "when": when = try PolicySchedule(value)
            case "verdict": verdict = try value.word(Verdict.self)
            case "approvers":
                approvers = value
                self.approvers = try Approvers(value)
            default: reason = try value.words()
            }
        }
        guard let verdict else { throw reader.problem("expected a 'verdict': allow, deny or approval") }
        self.verdict = verdict
        if let approvers, verdict != .approval { throw approvers.problem("expected only with 'verdict: approval'") }
        try checkEffects(reader)
    }

    /// A write is never allowed by a rule, and a read needs nobody's approval.
    private func checkEffects(_ reader: PolicyReader) throws(PolicyError) {
        switch verdict {
        case .deny: return
        case .allow:
            guard let effects else {
                throw reader.problem(
                    "expected 'effects' beside 'verdict: allow', of read and disclose: without it the rule would allow writes")
            }
            if let effect = [Effect.write, .instrument].first(where: effects.contains) {
                throw reader.problem(
                    "expected 'verdict: approval' or 'deny' for the effect \(effect.rawValue): no rule alone can allow it")
            }
        case .approval:
            guard let effects, !effects.contains(.read) else {
                throw reader.problem(
                    "expected 'effects' beside 'verdict: approval', of write, disclose and instrument: "
                        + "a read is allowed or denied")
            }
        }
    }

    private static func arguments(_ reader: PolicyReader) throws(PolicyError) -> [ArgumentCondition] {
        var conditions: [ArgumentCondition] = []
        for (text, value) in try reader.members() {
            guard let path = ArgumentPath(text) else {
                throw value.problem("expected a path such as channel, matchers[*].value or labels[\"a.b\"]")
            }
            var operators: [ArgumentCondition.Operator] = []
            for (name, operand) in try value.members(allowed: [
                "equals", "in", "glob", "contains", "below", "above", "present", "absent",
            ]) {
                operators.append(try ArgumentCondition.Operator(name, operand))
            }
            guard !operators.isEmpty else { throw value.problem("expected a condition, such as {equals: VALUE}") }
            guard operators.count == 1 || !operators.contains(.absent) else {
                throw value.problem("expected 'absent' alone")
            }
            conditions.append(ArgumentCondition(path: path, operators: operators))
        }
        guard !conditions.isEmpty else { throw reader.problem("expected at least one entry") }
        return conditions
    }
}

extension ArgumentCondition.Operator {
    init(_ name: String, _ reader: PolicyReader) throws(PolicyError) {
        switch name {
        case "equals": self = .equals(try reader.scalar())
        case "in":
            var values: [JSONValue] = []
            for entry in try reader.entries() { values.append(try entry.scalar()) }
            self = .oneOf(values)
        case "glob": self = .glob(PolicyGlob(try reader.string()))
        case "contains": self = .contains(try reader.string())
        case "below": self = .below(try reader.number())
        case "above": self = .above(try reader.number())
        default:
            guard try reader.bool() else {
                throw reader.problem("expected true; the opposite is '\(name == "present" ? "absent" : "present"): true'")
            }
            self = name == "present" ? .present : .absent
        }
    }
}

extension PolicySchedule {
    init(_ reader: PolicyReader) throws(PolicyError) {
        self.init()
        let members = try reader.members(allowed: ["days", "hours", "from", "until"])
        guard !members.isEmpty else { throw reader.problem("expected 'days', 'hours', 'from' or 'until'") }
        for (name, value) in members {
            switch name {
            case "days": days = try value.wordSet(Day.self)
            case "hours":
                hours = Hours(try value.string())
                guard hours != nil else { throw value.problem("expected hours of UTC such as 08:00-18:00 or 22:00-06:00") }
            case "from": from = try value.moment()
            default: until = try value.moment()
            }
        }
        if let from, let until, from >= until { throw reader.problem("expected 'until' to be after 'from'") }
    }
}

extension Approvers {
    init(_ reader: PolicyReader) throws(PolicyError) {
        self.init()
        let members = try reader.members(allowed: ["group", "count"])
        guard !members.isEmpty else { throw reader.problem("expected 'group', 'count' or both") }
        for (name, value) in members {
            if name == "group" { group = try value.words() } else { count = try value.integer(Approvers.counts) }
        }
    }
}
