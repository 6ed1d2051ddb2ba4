import Core
import Foundation
import Gateway
import Testing

@Suite("Reading a policy")
struct PolicyReadingTests {
    /// A policy with one rule of these lines.
    static func rule(_ lines: String) -> String { "rules:\n  - " + lines.replacingOccurrences(of: "\n", with: "\n    ") }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var yaml: String
        var line: Int?
        var key: String
        var says: String
        var testDescription: String { says + " " + key }
        init(_ yaml: String, _ line: Int?, _ key: String, _ says: String) {
            self.yaml = yaml
            self.line = line
            self.key = key
            self.says = says
        }
    }

    /// Two deep keys, each twice: a parser that sorts them to report them takes 2 to the power of the depth.
    static func twins(depth: Int) -> String {
        let deep = String(repeating: "[", count: depth) + "x" + String(repeating: "]", count: depth)
        return "{" + ["a", "a", "b", "b"].map { "[\(deep), \($0)]: 1" }.joined(separator: ", ") + "}"
    }

    static let wrong: [Wrong] = [
        Wrong("[]", 1, "", "a mapping"),
        Wrong("text", 1, "", "a mapping"),
        Wrong("rule: []", 1, "rule", "not known here"),
        Wrong("schema: inquest.policy/2", 1, "schema", "inquest.policy/1"),
        Wrong("rules: {}", 1, "rules", "a list"),
        Wrong("rules:\n  - 5", 2, "rules[0]", "a mapping"),
        Wrong("rules: []\nrules: []", 1, "rules", "occurs again"),
        Wrong("rules: []\n\"rules\": []", 1, "rules", "occurs again"),
        Wrong(rule("verdict: perhaps"), 2, "rules[0].verdict", "allow, deny, approval"),
        Wrong(rule("name: a"), 2, "rules[0]", "a 'verdict'"),
        Wrong(rule("verdict: deny\nefects: [read]"), 3, "rules[0].efects", "not known here"),
        Wrong(rule("verdict: allow"), 2, "rules[0]", "would allow writes"),
        Wrong(rule("verdict: allow\neffects: [read, write]"), 2, "rules[0]", "the effect write"),
        Wrong(rule("verdict: allow\neffects: [instrument]"), 2, "rules[0]", "the effect instrument"),
        Wrong(rule("verdict: approval"), 2, "rules[0]", "write, disclose and instrument"),
        Wrong(rule("verdict: approval\neffects: [read, write]"), 2, "rules[0]", "a read is allowed or denied"),
        Wrong(rule("verdict: deny\napprovers: {count: 1}"), 3, "rules[0].approvers", "only with 'verdict: approval'"),
        Wrong(rule("verdict: approval\neffects: [write]\napprovers: {count: 0}"), 4, "rules[0].approvers.count", "1 to 16"),
        Wrong(rule("verdict: approval\neffects: [write]\napprovers: {group: sre}"), 2, "rules[0]", "has 0"),
        Wrong(rule("verdict: deny\neffects: []"), 3, "rules[0].effects", "at least one"),
        Wrong(rule("verdict: deny\neffects: [delete]"), 3, "rules[0].effects[0]", "read, write, disclose, instrument"),
        Wrong(rule("verdict: deny\nprincipals: [alice]"), 3, "rules[0].principals[0]", "person:NAME"),
        Wrong(rule("verdict: deny\nprincipals: ['robot:x']"), 3, "rules[0].principals[0]", "person:NAME"),
        Wrong(rule("verdict: deny\nprincipals: ['person:']"), 3, "rules[0].principals[0]", "person:NAME"),
        Wrong(rule("verdict: deny\ntools: [*]"), 3, "", "a lone * is written"),
        Wrong(rule("verdict: deny\ntools: [~]"), 3, "rules[0].tools[0]", "a text"),
        Wrong(rule("verdict: deny\ntools: [[a]]"), 3, "rules[0].tools[0]", "a text"),
        Wrong(rule("verdict: deny\ndata: [secrets]"), 3, "rules[0].data[0]", "metrics, logs"),
        Wrong(rule("verdict: deny\narguments: {'a..b': {present: true}}"), 3, "rules[0].arguments.a..b", "a path"),
        Wrong(rule("verdict: deny\narguments: {a: b}"), 3, "rules[0].arguments.a", "a mapping"),
        Wrong(rule("verdict: deny\narguments: {a: {like: b}}"), 3, "rules[0].arguments.a.like", "not known here"),
        Wrong(rule("verdict: deny\narguments: {a: {equals: [1]}}"), 3, "rules[0].arguments.a.equals", "a text, a number"),
        Wrong(rule("verdict: deny\narguments: {a: {below: many}}"), 3, "rules[0].arguments.a.below", "a number"),
        Wrong(rule("verdict: deny\narguments: {a: {below: 1e999}}"), 3, "rules[0].arguments.a.below", "a number"),
        Wrong(rule("verdict: deny\narguments: {a: {present: false}}"), 3, "rules[0].arguments.a.present", "'absent: true'"),
        Wrong(rule("verdict: deny\narguments: {a: {absent: true, equals: 1}}"), 3, "rules[0].arguments.a", "'absent' alone"),
        Wrong(rule("verdict: deny\narguments: {}"), 3, "rules[0].arguments", "at least one"),
        Wrong(rule("verdict: deny\nwhen: {}"), 3, "rules[0].when", "'days', 'hours'"),
        Wrong(rule("verdict: deny\nwhen: {days: [monday]}"), 3, "rules[0].when.days[0]", "mon, tue"),
        Wrong(rule("verdict: deny\nwhen: {hours: '8-18'}"), 3, "rules[0].when.hours", "08:00-18:00"),
        Wrong(rule("verdict: deny\nwhen: {hours: '08:00-08:00'}"), 3, "rules[0].when.hours", "08:00-18:00"),
        Wrong(rule("verdict: deny\nwhen: {hours: '08:60-18:00'}"), 3, "rules[0].when.hours", "08:00-18:00"),
        Wrong(rule("verdict: deny\nwhen: {from: yesterday}"), 3, "rules[0].when.from", "2026-11-20T14:20:00Z"),
        Wrong(
            rule("verdict: deny\nwhen: {from: 2026-01-02T00:00:00Z, until: 2026-01-01T00:00:00Z}"), 3, "rules[0].when",
            "to be after"),
        Wrong(rule("verdict: deny\nname: \"a\\u202Eb\""), 3, "rules[0].name", "invisible"),
        Wrong("rules:\n  - {name: a, verdict: deny}\n  - {name: a, verdict: deny}", 3, "rules[1]", "is taken"),
        Wrong("people:\n  - {users: [a]}", 2, "people[0]", "a 'person'"),
        Wrong("people:\n  - {person: a, users: [x]}\n  - {person: b, users: [x]}", 3, "people[1].users", "listed twice"),
        Wrong("people:\n  - {person: a}\n  - {person: a}", 3, "people[1]", "listed twice"),
        Wrong("limits:\n  - {calls: 5}", 2, "limits[0]", "a 'principal'"),
        Wrong("limits:\n  - {principal: playbook}", 2, "limits[0]", "'perMinute'"),
        Wrong("limits:\n  - {principal: playbook, calls: many}", 2, "limits[0].calls", "a whole number"),
        Wrong("limits:\n  - {principal: playbook, perMinute: 0}", 2, "limits[0].perMinute", "1 to 1000000"),
        Wrong("approvals: {expiryMinutes: 61}", 1, "approvals.expiryMinutes", "1 to 60"),
        Wrong("approvals: {expiryMinutes: 99999999999999999999}", 1, "approvals.expiryMinutes", "1 to 60"),
        Wrong("delegate: {path: a}", 1, "delegate", "'opa'"),
        Wrong("delegate: {opa: 'http://h:1'}", 1, "delegate", "'path'"),
        Wrong("delegate: {opa: 'http://u:p@h:1', path: a}", 1, "delegate.opa", "without user"),
        Wrong("delegate: {opa: 'http://h:1', path: a/../b}", 1, "delegate.path", "below /v1/data"),
        Wrong("delegate: {opa: 'http://h:1', path: a, timeout: 31}", 1, "delegate.timeout", "0.1 to 30"),
        Wrong("delegate: {opa: 'http://h:1', path: a, token: s3cret}", 1, "delegate.token", "never a value"),
        Wrong("rules: &a []\nlimits: *a", 1, "", "no anchors"),
        Wrong("\n\nrules: !!seq []", 3, "", "no tags"),
        Wrong("rules: []\nlimits: *a", 2, "", "undefined alias"),
        Wrong("rules: [", 2, "", "YAML"),
        Wrong("a: b: c", 1, "", "YAML"),
        Wrong("rules: []\n---\nrules: []", 2, "", "another document"),
        Wrong("rules: \u{0}", nil, "", "YAML"),
        Wrong("? [a]\n: b", 1, "", "keys that are words"),
        Wrong("rules: []\n[a]: b", 2, "", "keys that are words"),
        Wrong("{[a] # why\n\n : b}", 1, "", "keys that are words"),
        Wrong("{{a: b}: c}", 1, "", "keys that are words"),
        Wrong("{?[a], ?[b]}", 1, "", "keys that are words"),
        Wrong(twins(depth: 28), 1, "", "keys that are words"),
        Wrong(String(repeating: "[", count: 900) + String(repeating: "]", count: 900), 1, "", "at most 32 levels"),
        Wrong(String(repeating: "- ", count: 900) + "a", 1, "", "at most 32 levels"),
        Wrong(String(repeating: "[", count: 40) + String(repeating: "]", count: 40), 1, "", "at most 32 levels"),
        Wrong(String(repeating: "[", count: 100_000), 1, "", "YAML"),
        Wrong(String(repeating: "a", count: 300_000), nil, "", "bytes"),
    ]

    @Test("what is wrong is said with the file, the line, the key and what was expected", arguments: wrong)
    func errors(wrong: Wrong) throws {
        let error = #expect(throws: PolicyError.self) { try Policy.read(yaml: wrong.yaml, file: "policy.yaml") }
        #expect(error?.line == wrong.line)
        #expect(error?.key == wrong.key)
        #expect(error?.expected.contains(wrong.says) == true, "\(error?.expected ?? "")")
        #expect(error?.description.hasPrefix("policy.yaml") == true)
        #expect((error?.description.utf8.count ?? 0) < 600)
    }

    @Test(
        "nothing, a comment and null are the default policy",
        arguments: ["", "# nothing\n", "~", "---\n", "schema: inquest.policy/1"])
    func empty(yaml: String) throws {
        #expect(try Policy.read(yaml: yaml, file: "p") == Policy())
    }

    @Test("the page's example is a policy without warnings, and its cases hold")
    func page() throws {
        let blocks = try Self.yamlBlocks()
        let policy = try Policy.read(yaml: try #require(blocks.first), file: "policy.md")
        #expect(policy.rules.count == 6)
        #expect(policy.warnings.isEmpty)
        #expect(policy.limits.first?.perMinute == 60)
        #expect(policy.delegate?.path == ["inquest", "verdict"])
        let cases = try PolicyTest.read(yaml: try #require(blocks.dropFirst().first), file: "policy.md")
        let results = PolicyTest.run(cases, against: policy)
        #expect(results.count == 3)
        for result in results { #expect(result.problems == []) }
    }

    static func yamlBlocks() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("Documentation/policy.md"), encoding: .utf8)
        return page.components(separatedBy: "```yaml\n").dropFirst().compactMap { $0.components(separatedBy: "\n```").first }
    }

    @Test("bytes that are not UTF-8 are an error, and no text traps the reader")
    func hostileBytes() throws {
        #expect(throws: PolicyError.self) { try Policy.read(bytes: [0xFF, 0xFE], file: "p") }
        #expect(throws: PolicyError.self) { try Policy.read(bytes: Array(repeating: 0x20, count: 1 << 19), file: "p") }
        var random = SeededGenerator(seed: 7)
        let example = Array(try #require(Self.yamlBlocks().first).utf8)
        var read = 0
        for _ in 0..<3_000 {
            var bytes = example
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("[]{}:,-?*&!|>'\"%@`#\n\t ".utf8).randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 20))
                }
            }
            if (try? Policy.read(bytes: bytes, file: "p")) != nil { read += 1 }
        }
        #expect(read > 0 && read < 3_000)
    }

    @Test("scalars mean what JSON means by them, and YAML 1.1's further spellings are text")
    func scalars() throws {
        let policy = try Policy.read(
            yaml: Self.rule("verdict: deny\narguments: {a: {in: [yes, 0x1F, 1:30, true, 5, 5.5, '5', -1, 1e3, .inf]}}"),
            file: "p")
        let values: [JSONValue] = ["yes", "0x1F", "1:30", true, 5, 5.5, "5", -1]
        guard case .oneOf(let found)? = policy.rules.first?.arguments.first?.operators.first else {
            Issue.record("no condition")
            return
        }
        #expect(Array(found.prefix(8)) == values)
        #expect(found[8].double == 1000)
        #expect(found[9] == ".inf")
    }

    @Test("rules that an earlier one leaves nothing, empty groups and verdicts in the clear are warnings")
    func warnings() throws {
        let policy = try Policy.read(
            yaml: """
                rules:
                  - {name: all writes, effects: [write], verdict: deny}
                  - {name: posts, tools: [slack_post], effects: [write], verdict: deny}
                  - {name: reads by b, principals: ['group:b'], sources: [x], effects: [read], verdict: deny}
                  - {name: some, principals: ['person:*'], tools: ['git_*'], data: [code], effects: [read], verdict: allow}
                  - {name: one, principals: ['person:a'], tools: [git_log], data: [code], effects: [read], verdict: deny}
                  - {name: two, principals: ['person:a'], tools: [git_log], data: [code], effects: [read], verdict: allow}
                delegate: {opa: 'http://opa.example.org', path: a}
                """, file: "p")
        #expect(policy.warnings.count == 4, "\(policy.warnings)")
        #expect(policy.warnings[0].contains("'posts' never decides: 'all writes'"))
        #expect(policy.warnings[1].contains("'two' never decides"))
        #expect(policy.warnings[2].contains("group 'b'"))
        #expect(policy.warnings[3].contains("over http"))
    }
}
