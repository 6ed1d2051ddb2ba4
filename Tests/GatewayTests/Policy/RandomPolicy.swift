import Core
import Gateway

/// Policies and questions out of a small world, so that rules often match; written as JSON, which may well be wrong.
struct RandomPolicy {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func some(_ values: [String]) -> JSONValue {
        .array((0..<Int.random(in: 1...3, using: &random)).map { _ in .string(one(values)) })
    }

    static let tools = ["slack_post", "slack_history", "git_log", "unknown"]
    static let sources = ["talk", "code", "metrics"]
    static let effects = ["read", "write", "disclose", "instrument"]
    static let data = ["chat", "code", "metrics", "people"]
    static let people: JSONValue = [
        ["person": "alice@x", "users": ["alice"], "groups": ["sre"]],
        ["person": "bob@x", "users": ["bob"], "groups": ["sre", "web"]],
    ]

    mutating func document() -> JSONValue {
        let rules = (0..<Int.random(in: 0...6, using: &random)).map { _ in rule() }
        return ["schema": "inquest.policy/1", "people": Self.people, "rules": .array(rules)]
    }

    mutating func rule() -> JSONValue {
        let verdict = one(["allow", "deny", "approval"])
        var rule: JSONObject = ["verdict": .string(verdict)]
        if chance(40) {
            rule["principals"] = some(["*", "person:*", "person:alice@x", "group:sre", "playbook", "model:*", "client:c*"])
        }
        if chance(30) { rule["sources"] = some(Self.sources + ["*", "t*"]) }
        if chance(40) { rule["tools"] = some(Self.tools + ["*", "slack_*"]) }
        if chance(80) { rule["effects"] = some(Self.effects) }
        if chance(30) { rule["data"] = some(Self.data) }
        if chance(30) {
            let condition: JSONValue = one([
                ["equals": "general"], ["in": ["general", 5]], ["glob": "inc-*"], ["contains": "n"], ["below": 5], ["above": 3],
                ["present": true], ["absent": true],
            ])
            rule["arguments"] = .object(JSONObject([(one(["channel", "channels[*]", "limit"]), condition)]))
        }
        if chance(20) { rule["when"] = one([["hours": "08:00-18:00"], ["hours": "22:00-06:00"], ["days": ["mon", "sat"]]]) }
        if verdict == "approval", chance(50) { rule["approvers"] = ["group": "sre", "count": .number(one([1, 2]))] }
        return .object(rule)
    }

    mutating func question(_ policy: Policy) -> PolicyQuestion {
        let principal: Principal = one([
            .person("alice"), .person("bob"), .person("eve"), .playbook, .model("m"), .client("c1"),
        ])
        var input: JSONObject = [:]
        if chance(50) { input["channel"] = one(["general", "inc-4", 5, nil]) }
        if chance(50) { input["channels"] = one([[], ["general"], ["general", "inc-4"], ["inc-4", 5]]) }
        if chance(50) { input["limit"] = one([2, 4, "4", true]) }
        var data: Set<DataClass> = []
        for _ in 0..<Int.random(in: 0...2, using: &random) { data.insert(one([.chat, .code, .metrics, .people])) }
        var question = PolicyQuestion(
            principal: principal, source: chance(80) ? SourceName(one(Self.sources)) : nil, tool: one(Self.tools),
            effect: one([.read, .write, .disclose, .instrument]), input: .object(input), data: data,
            at: Instant(seconds: Int64.random(in: -1_000_000...1_800_000_000, using: &random)))
        policy.place(chance(60) ? one(["alice", "bob", "eve"]) : nil, in: &question)
        return question
    }
}
