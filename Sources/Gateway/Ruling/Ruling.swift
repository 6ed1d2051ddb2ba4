import Core

/// A judgement with what is needed to give it again: when it was given, and what the policy server said.
struct Ruling: Sendable, Hashable {
    var judgement: Judgement
    var at: Instant
    /// What the policy server answered, where one was asked.
    var delegated: Judgement?

    var json: JSONValue {
        var object = judgement.json.object ?? [:]
        object["at"] = .string(at.rfc3339Exact)
        if let delegated { object["server"] = delegated.json }
        return .object(object)
    }
}
