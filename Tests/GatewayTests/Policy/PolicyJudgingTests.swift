import Core
import Foundation
import Gateway
import Testing

@Suite("Judging by a policy")
struct PolicyJudgingTests {
    static let people = """
        people:
          - {person: alice@x, users: [alice], groups: [sre]}
          - {person: bob@x, users: [bob], groups: [sre, web]}

        """

    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var rules: [String]
        var principal: Principal = .person("alice")
        var user: String?
        var source: SourceName? = "talk"
        var tool = "slack_post"
        var effect: Effect = .write
        var input: JSONValue = [:]
        var data: Set<DataClass> = [.chat]
        var at = "2026-11-20T14:20:00Z"
        var expect: String
        var rule: String
        var testDescription: String { name }
    }

    private static let allowRead = "{name: a, effects: [read], verdict: allow}"
    private static let denyAll = "{name: d, verdict: deny}"
    private static let ask = "{name: p, effects: [write], verdict: approval}"
    private static func deny(_ condition: String) -> String { "{name: d, \(condition), verdict: deny}" }
    private static func ask(_ condition: String) -> String { "{name: p, effects: [write], \(condition), verdict: approval}" }
    private static func allow(_ condition: String) -> String { "{name: a, effects: [read], \(condition), verdict: allow}" }

    static let rows: [Row] = [
        Row(name: "no rules allow a read", rules: [], effect: .read, expect: "allow", rule: "default"),
        Row(name: "no rules deny a write", rules: [], expect: "deny", rule: "default"),
        Row(name: "no rules deny a disclosure", rules: [], effect: .disclose, expect: "deny", rule: "default"),
        Row(name: "no rules deny an instrument", rules: [], effect: .instrument, expect: "deny", rule: "default"),
        Row(name: "the first match decides", rules: [allowRead, denyAll], effect: .read, expect: "allow", rule: "a"),
        Row(
            name: "the first match decides, the other way", rules: [denyAll, allowRead], effect: .read, expect: "deny",
            rule: "d"),
        Row(
            name: "a rule without a name has a number", rules: [ask("tools: [x]"), "{verdict: deny}"], expect: "deny",
            rule: "rule 2"),
        Row(name: "an approval of a write", rules: [ask], expect: "approval", rule: "p"),
        Row(
            name: "a disclosure can be allowed", rules: ["{effects: [disclose], verdict: allow}"], effect: .disclose,
            expect: "allow", rule: "rule 1"),
        Row(name: "an effect that is not listed", rules: [ask], effect: .instrument, expect: "deny", rule: "default"),
        // principals
        Row(name: "a person by name", rules: [ask("principals: ['person:alice@x']")], expect: "approval", rule: "p"),
        Row(name: "a person by pattern", rules: [ask("principals: ['person:*@x']")], expect: "approval", rule: "p"),
        Row(name: "another person", rules: [ask("principals: ['person:bob@x']")], expect: "deny", rule: "default"),
        Row(name: "a person by group", rules: [ask("principals: ['group:sre']")], expect: "approval", rule: "p"),
        Row(name: "a person in no such group", rules: [ask("principals: ['group:web']")], expect: "deny", rule: "default"),
        Row(
            name: "the user's name is no person's name", rules: [ask("principals: ['person:alice']")], expect: "deny",
            rule: "default"),
        Row(
            name: "an unmapped user named like a person", rules: [ask("principals: ['person:alice@x']")],
            principal: .person("alice@x"), expect: "deny", rule: "default"),
        Row(
            name: "an unmapped user is any person", rules: [deny("principals: ['person:*']")], principal: .person("eve"),
            effect: .read, expect: "deny", rule: "d"),
        Row(
            name: "the playbook", rules: [deny("principals: [playbook]")], principal: .playbook, effect: .read, expect: "deny",
            rule: "d"),
        Row(
            name: "a model by pattern", rules: [deny("principals: ['model:gpt*']")], principal: .model("gpt-7"), effect: .read,
            expect: "deny", rule: "d"),
        Row(
            name: "a client is no model", rules: [deny("principals: ['model:*']")], principal: .client("gpt-7"), effect: .read,
            expect: "allow", rule: "default"),
        Row(
            name: "a model named like a person", rules: [ask("principals: ['person:*']")], principal: .model("alice@x"),
            expect: "deny", rule: "default"),
        Row(
            name: "a model for alice gains nothing by her rules", rules: [ask("principals: ['person:alice@x']")],
            principal: .model("m"), user: "alice", expect: "deny", rule: "default"),
        Row(
            name: "a model for alice is held to what she may not", rules: [deny("principals: ['person:alice@x']")],
            principal: .model("m"), user: "alice", effect: .read, expect: "deny", rule: "d"),
        Row(
            name: "a client for an unmapped user is held to what nobody may", rules: [deny("principals: ['person:*']")],
            principal: .client("c"), user: "eve", effect: .read, expect: "deny", rule: "d"),
        // sources, tools
        Row(name: "a source by pattern", rules: [ask("sources: ['ta*']")], expect: "approval", rule: "p"),
        Row(name: "another source", rules: [ask("sources: [code]")], expect: "deny", rule: "default"),
        Row(name: "no source", rules: [ask("sources: [talk]")], source: nil, expect: "deny", rule: "default"),
        Row(name: "no source and any", rules: [ask("sources: ['*']")], source: nil, expect: "approval", rule: "p"),
        Row(name: "a tool's case counts", rules: [ask("tools: [Slack_post]")], expect: "deny", rule: "default"),
        Row(name: "a tool by its end", rules: [ask("tools: ['*_post']")], expect: "approval", rule: "p"),
        Row(name: "a tool by its middle", rules: [ask("tools: ['s*_p*']")], expect: "approval", rule: "p"),
        // arguments
        Row(
            name: "an argument that equals", rules: [ask("arguments: {channel: {equals: a}}")], input: ["channel": "a"],
            expect: "approval", rule: "p"),
        Row(
            name: "an argument that is absent matches nothing", rules: [ask("arguments: {channel: {glob: '*'}}")],
            expect: "deny",
            rule: "default"),
        Row(
            name: "an argument that is absent", rules: [ask("arguments: {thread: {absent: true}}")], expect: "approval",
            rule: "p"),
        Row(
            name: "null is present", rules: [ask("arguments: {thread: {absent: true}}")], input: ["thread": nil],
            expect: "deny",
            rule: "default"),
        Row(
            name: "a number by value", rules: [ask("arguments: {n: {equals: 5}}")], input: ["n": 5.0], expect: "approval",
            rule: "p"),
        Row(
            name: "a number is not its text", rules: [ask("arguments: {n: {equals: 5}}")], input: ["n": "5"], expect: "deny",
            rule: "default"),
        Row(name: "below", rules: [ask("arguments: {n: {below: 5}}")], input: ["n": 5], expect: "deny", rule: "default"),
        Row(
            name: "between", rules: [ask("arguments: {n: {above: 1, below: 5}}")], input: ["n": "4"], expect: "approval",
            rule: "p"),
        Row(
            name: "a huge number", rules: [ask("arguments: {n: {above: 5}}")],
            input: (try? JSONValue(parsing: "{\"n\": 1e999}")) ?? [:],
            expect: "approval", rule: "p"),
        Row(
            name: "contains a part", rules: [deny("arguments: {text: {contains: '@channel'}}")],
            effect: .read, input: ["text": "hi @channel!"], expect: "deny", rule: "d"),
        Row(
            name: "contains an element", rules: [deny("arguments: {to: {contains: all}}")], effect: .read,
            input: ["to": ["x", "all"]], expect: "deny", rule: "d"),
        Row(
            name: "a nested argument", rules: [ask("arguments: {'a.b.c': {in: [x, y]}}")], input: ["a": ["b": ["c": "y"]]],
            expect: "approval", rule: "p"),
        Row(
            name: "a name with dots", rules: [ask("arguments: {'a[\"b.c\"]': {equals: 1}}")], input: ["a": ["b.c": 1]],
            expect: "approval", rule: "p"),
        Row(
            name: "an approval needs all elements", rules: [ask("arguments: {'to[*]': {glob: 'inc-*'}}")],
            input: ["to": ["inc-1", "inc-2"]], expect: "approval", rule: "p"),
        Row(
            name: "an approval of some elements is a denial",
            rules: [
                ask("arguments: {'to[*]': {glob: 'inc-*'}}"),
                ask("tools: ['*']")
                    .replacingOccurrences(of: "name: p", with: "name: q"),
            ],
            input: ["to": ["inc-1", "all"]], expect: "deny", rule: "p"),
        Row(
            name: "a deny needs one element", rules: [deny("arguments: {'to[*]': {equals: all}}")],
            effect: .read, input: ["to": ["inc-1", "all"]], expect: "deny", rule: "d"),
        Row(
            name: "an allow needs all elements", rules: [allow("arguments: {'to[*]': {glob: 'inc-*'}}"), denyAll],
            effect: .read, input: ["to": ["inc-1", "all"]], expect: "deny", rule: "d"),
        Row(
            name: "an element that lacks the member is not fit",
            rules: [allow("arguments: {'m[*].name': {equals: a}}"), denyAll],
            effect: .read, input: ["m": [["name": "a"], ["nom": "a"]]], expect: "deny", rule: "d"),
        Row(
            name: "an empty list fits nothing", rules: [allow("arguments: {'to[*]': {glob: '*'}}"), denyAll], effect: .read,
            input: ["to": []], expect: "deny", rule: "d"),
        Row(
            name: "elements of no list", rules: [deny("arguments: {'to[*]': {equals: all}}")], effect: .read,
            input: ["to": "all"], expect: "allow", rule: "default"),
        // data
        Row(name: "data of the class", rules: [deny("data: [chat]")], effect: .read, expect: "deny", rule: "d"),
        Row(name: "other data", rules: [deny("data: [code]")], effect: .read, expect: "allow", rule: "default"),
        Row(
            name: "a deny needs one class", rules: [deny("data: [people]")], effect: .read, data: [.chat, .people],
            expect: "deny", rule: "d"),
        Row(
            name: "an allow needs every class", rules: [allow("data: [chat]"), denyAll], effect: .read, data: [.chat, .people],
            expect: "deny", rule: "d"),
        Row(name: "unknown data is any", rules: [deny("data: [people]")], effect: .read, data: [], expect: "deny", rule: "d"),
        Row(
            name: "unknown data is not all fit", rules: [allow("data: [people]"), denyAll], effect: .read, data: [],
            expect: "deny", rule: "d"),
        // times; 2026-11-20 is a Friday
        Row(name: "the day", rules: [deny("when: {days: [fri]}")], effect: .read, expect: "deny", rule: "d"),
        Row(name: "another day", rules: [deny("when: {days: [sat, thu]}")], effect: .read, expect: "allow", rule: "default"),
        Row(name: "inside the hours", rules: [deny("when: {hours: '14:20-14:21'}")], effect: .read, expect: "deny", rule: "d"),
        Row(
            name: "the end is outside", rules: [deny("when: {hours: '08:00-14:20'}")], effect: .read, expect: "allow",
            rule: "default"),
        Row(
            name: "the night before midnight", rules: [deny("when: {days: [fri], hours: '22:00-06:00'}")], effect: .read,
            at: "2026-11-20T23:59:59Z", expect: "deny", rule: "d"),
        Row(
            name: "the night after midnight is the day's before", rules: [deny("when: {days: [fri], hours: '22:00-06:00'}")],
            effect: .read, at: "2026-11-21T05:59:59Z", expect: "deny", rule: "d"),
        Row(
            name: "the morning of the day is the night's before", rules: [deny("when: {days: [fri], hours: '22:00-06:00'}")],
            effect: .read, at: "2026-11-20T05:00:00Z", expect: "allow", rule: "default"),
        Row(
            name: "the hours are UTC", rules: [deny("when: {hours: '12:00-13:00'}")], effect: .read,
            at: "2026-11-20T14:20:00+02:00", expect: "deny", rule: "d"),
        Row(
            name: "midnight ends a day", rules: [deny("when: {hours: '22:00-00:00'}")], effect: .read,
            at: "2026-11-20T23:00:00Z", expect: "deny", rule: "d"),
        Row(
            name: "before 1970", rules: [deny("when: {days: [wed], hours: '23:00-24:00'}")], effect: .read,
            at: "1969-12-31T23:30:00Z", expect: "deny", rule: "d"),
        Row(
            name: "from the moment on", rules: [deny("when: {from: 2026-11-20T14:20:00Z}")], effect: .read, expect: "deny",
            rule: "d"),
        Row(
            name: "not until the moment", rules: [deny("when: {until: 2026-11-20T14:20:00Z}")], effect: .read, expect: "allow",
            rule: "default"),
    ]

    @Test("the first rule that matches decides", arguments: rows)
    func table(row: Row) throws {
        let rules = row.rules.isEmpty ? "" : "rules:\n" + row.rules.map { "  - \($0)\n" }.joined()
        let policy = try Policy.read(yaml: Self.people + rules, file: "p")
        var question = PolicyQuestion(
            principal: row.principal, source: row.source, tool: row.tool, effect: row.effect, input: row.input, data: row.data,
            at: try #require(Instant(rfc3339: row.at)))
        policy.place(row.user, in: &question)
        let judgement = policy.judge(question)
        #expect(judgement.word == row.expect, "\(judgement.reason)")
        #expect(judgement.rule == row.rule)
        #expect(!judgement.reason.isEmpty)
        #expect(Judgement(json: judgement.json) == judgement)
        #expect(try Policy(json: policy.json).judge(question) == judgement)
    }

    @Test("an approval says by whom, and its reason is the rule's")
    func approvers() throws {
        let policy = try Policy.read(
            yaml: Self.people
                + "rules: [{effects: [write], verdict: approval, approvers: {group: sre, count: 2}, reason: two of us}]",
            file: "p")
        let judgement = policy.judge(PolicyQuestion(principal: .playbook, tool: "t", effect: .write, at: Instant(seconds: 0)))
        #expect(judgement.approvers == Approvers(group: "sre", count: 2))
        #expect(judgement.reason == "two of us")
    }

    @Test("a rule made in code that allows a write denies it", arguments: [Effect.write, .instrument])
    func failsClosed(effect: Effect) {
        let policies = [
            Policy(rules: [PolicyRule(verdict: .allow)]), Policy(rules: [PolicyRule(effects: [effect], verdict: .allow)]),
        ]
        for policy in policies {
            let judgement = policy.judge(
                PolicyQuestion(principal: .playbook, tool: "t", effect: effect, at: Instant(seconds: 0)))
            #expect(judgement.word == "deny")
            #expect(judgement.reason.contains("without approval"))
            #expect(throws: PolicyError.self) { try Policy(json: policy.json) }
            #expect(throws: (any Error).self) { try JSONDecoder().decode(Policy.self, from: JSONEncoder().encode(policy)) }
        }
    }

    @Test("no policy whatever allows a write, and explain agrees with judge")
    func properties() throws {
        var world = RandomPolicy(seed: 2026)
        var valid = 0
        var words: [String: Int] = [:]
        for _ in 0..<4_000 {
            let document = world.document()
            // JSON is YAML as well, so both readers see the same document.
            let fromJSON = try? Policy(json: document)
            let fromYAML = try? Policy.read(yaml: document.pretty, file: "p")
            #expect(fromJSON == fromYAML)
            guard let policy = fromJSON else { continue }
            valid += 1
            #expect(try Policy(json: policy.json) == policy)
            for _ in 0..<8 {
                let question = world.question(policy)
                let judgement = policy.judge(question)
                words[judgement.word, default: 0] += 1
                if question.effect == .write || question.effect == .instrument { #expect(judgement.word != "allow") }
                let deciding = policy.explain(question).filter(\.decides)
                #expect(deciding.allSatisfy { $0.judgement != nil && $0.matches })
                #expect(deciding.count == (question.principal == .person(question.user ?? "") || question.user == nil ? 1 : 2))
                let order = ["allow": 0, "approval": 1, "deny": 2]
                let strictest = deciding.compactMap { $0.judgement.flatMap { order[$0.word] } }.max()
                #expect((order[judgement.word] ?? 0) == strictest)
                #expect(deciding.contains { $0.rule == judgement.rule })
            }
        }
        #expect(valid > 500, "\(valid) of 4,000 documents are policies")
        for word in ["allow", "deny", "approval"] { #expect((words[word] ?? 0) > 200, "\(words)") }
    }

    @Test("explain says for each rule which condition met which value")
    func explains() throws {
        let policy = try Policy.read(
            yaml: Self.people + """
                rules:
                  - {name: one, principals: ['group:web'], verdict: deny}
                  - {name: two, tools: [slack_post], arguments: {channel: {glob: 'inc-*'}}, verdict: deny}
                  - {name: three, effects: [write], verdict: approval}
                  - {name: four, verdict: deny}
                """, file: "p")
        var question = PolicyQuestion(
            principal: .person("alice"), tool: "slack_post", effect: .write, input: ["channel": "general"],
            at: Instant(seconds: 0))
        policy.place(nil, in: &question)
        let steps = policy.explain(question)
        #expect(steps.map(\.rule) == ["one", "two", "three"])
        #expect(steps[0].why == "principals: person:alice@x is not one of group:web")
        #expect(steps[1].why == "arguments: channel is \"general\", and the rule asks that it matches \"inc-*\"")
        #expect(steps[2].decides && steps[2].judgement?.word == "approval")
    }

    @Test("the digest is that of the canonical form, and follows every change")
    func digest() throws {
        #expect(
            Policy().json.canonical == #"{"approvals":{"expiryMinutes":10},"schema":"inquest.policy/1"}"#)
        #expect(Policy().digest == "sha256:39e6a8777c5bcf971a51da97438e81624e22aea32729424d7f066567a6423d44")
        let one = try Policy.read(yaml: "rules: [{effects: [read, disclose], verdict: allow}]", file: "a")
        let same = try Policy.read(yaml: "rules:\n  - verdict: allow\n    effects: [disclose, read]", file: "b")
        let other = try Policy.read(yaml: "rules: [{effects: [disclose], verdict: allow}]", file: "a")
        #expect(one.digest == same.digest)
        #expect(one.digest != other.digest)
        let decoded = try JSONDecoder().decode(Policy.self, from: JSONEncoder().encode(one))
        #expect(decoded == one && decoded.digest == one.digest)
        let page = try Policy.read(yaml: try #require(try PolicyReadingTests.yamlBlocks().first), file: "page")
        #expect(try Policy(json: page.json) == page)
        #expect(try Policy(json: try JSONValue(parsing: page.json.canonical)).digest == page.digest)
    }

    @Test("an unknown tool, and a call off its tool's routes, count as writes")
    func effectiveEffects() {
        let read = Call.http(HTTPCall(path: ["api", "x"]))
        #expect(Policy.effectiveEffect(of: Door.reading, call: read) == .read)
        #expect(Policy.effectiveEffect(of: nil, call: read) == .write)
        #expect(Policy.effectiveEffect(of: Door.reading, call: .http(HTTPCall(.delete, path: ["api", "x"]))) == .write)
        let judgement = Policy().judge(Door.request(HTTPCall(.delete, path: ["api", "x"])), at: Instant(seconds: 0))
        #expect(judgement.word == "deny" && judgement.reason.contains("none of the routes of demo_query"))
        #expect(Policy().judge(Door.request(), at: Instant(seconds: 0)).word == "allow")
        #expect(Policy().judge(Door.request(HTTPCall(path: ["api", ".."])), at: Instant(seconds: 0)).rule == "call check")
    }
}
