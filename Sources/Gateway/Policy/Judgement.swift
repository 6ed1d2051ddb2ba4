public import Core

/// What a policy says to a question, and by which rule.
public struct Judgement: Sendable, Hashable {
    public enum Verdict: Sendable, Hashable {
        case allow
        case deny(reason: String)
        case approval(Approvers)
    }

    public var verdict: Verdict
    /// The rule's name, `rule 3`, `default`, or `policy server`.
    public var rule: String
    public var reason: String

    public init(_ verdict: Verdict, rule: String, reason: String) {
        self.verdict = verdict
        self.rule = rule
        self.reason = reason
    }

    static func deny(rule: String, _ reason: String) -> Judgement {
        Judgement(.deny(reason: reason), rule: rule, reason: reason)
    }

    /// `allow`, `deny` or `approval`.
    public var word: String {
        switch verdict {
        case .allow: "allow"
        case .deny: "deny"
        case .approval: "approval"
        }
    }

    public var approvers: Approvers? { if case .approval(let approvers) = verdict { approvers } else { nil } }

    /// `{"approvers": {"count": 2, "group": "sre"}, "reason": …, "rule": …, "verdict": "approval"}`: the form in the ledger.
    public var json: JSONValue {
        var object: JSONObject = ["verdict": .string(word), "rule": .string(rule), "reason": .string(reason)]
        if let approvers { object["approvers"] = approvers.json }
        return .object(object)
    }

    /// Reads what ``json`` gives; `nil` for anything else.
    public init?(json: JSONValue) {
        guard let rule = json["rule"]?.string, let reason = json["reason"]?.string else { return nil }
        switch json["verdict"]?.string {
        case "allow": self.init(.allow, rule: rule, reason: reason)
        case "deny": self.init(.deny(reason: reason), rule: rule, reason: reason)
        case "approval":
            guard let value = json["approvers"], let approvers = Approvers(json: value) else { return nil }
            self.init(.approval(approvers), rule: rule, reason: reason)
        default: return nil
        }
    }
}

extension Approvers {
    var json: JSONValue {
        var object: JSONObject = ["count": .number(count)]
        if let group { object["group"] = .string(group) }
        return .object(object)
    }

    /// `nil` unless there is a count from 1 to 16, and a group, if any, that is text.
    init?(json: JSONValue) {
        guard let count = json["count"]?.int, (1...16).contains(count) else { return nil }
        if let group = json["group"] {
            guard let name = group.string, !name.isEmpty else { return nil }
            self.init(group: name, count: Int(count))
        } else {
            self.init(count: Int(count))
        }
    }
}
