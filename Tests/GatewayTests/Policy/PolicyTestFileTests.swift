import Core
import Gateway
import Testing

@Suite("Cases that a policy is held against")
struct PolicyTestFileTests {
    static let policy = """
        people: [{person: a@x, users: [a], groups: [sre]}]
        rules:
          - {name: ask, principals: ['group:sre'], effects: [write], verdict: approval}
          - {name: night, when: {hours: '22:00-06:00'}, verdict: deny}
        """

    @Test("each thing that is not as expected is said")
    func problems() throws {
        let cases = try PolicyTest.read(
            yaml: """
                - {name: good, user: a, tool: t, effect: write, expect: approval, rule: ask, approvers: {count: 1}}
                - {name: verdict, user: a, tool: t, effect: read, expect: deny}
                - {name: rule, user: a, tool: t, effect: write, expect: approval, rule: night}
                - {name: approvers, user: a, tool: t, effect: write, expect: approval, approvers: {count: 2}}
                - {name: groups, user: a, groups: [], tool: t, effect: write, expect: deny, rule: default}
                - {name: unknown tool, principal: playbook, tool: t, expect: deny, rule: default}
                - {name: known tool, principal: playbook, tool: r, expect: allow}
                - {name: time, principal: 'model:m', tool: r, effect: read, at: 2026-01-01T23:00:00Z, expect: deny, rule: night}
                - {name: person, principal: 'person:a@x', tool: t, effect: write, expect: approval}
                """, file: "cases.yaml")
        let results = PolicyTest.run(cases, against: try Policy.read(yaml: Self.policy, file: "p"), effects: ["r": .read])
        #expect(results.filter { !$0.passes }.map(\.test.name) == ["verdict", "rule", "approvers"])
        #expect(results[1].problems == ["expected deny, got allow by 'default': no rule matches, and reads are allowed"])
        #expect(results[2].problems == ["expected the rule 'night' to decide, and 'ask' did"])
        #expect(results[3].problems == ["expected approval by 2 people, got approval by 1 person"])
    }

    @Test(
        "what is wrong with a case is said with its line",
        arguments: [
            ("", nil, "a list"), ("{}", 1, "a list"), ("- {name: a, tool: t, expect: deny}", 1, "a 'principal'"),
            ("- {name: a, user: u, expect: deny}", 1, "a 'tool'"), ("- {tool: t, user: u, expect: deny}", 1, "a 'name'"),
            ("- {name: a, tool: t, user: u}", 1, "'expect'"),
            ("\n- {name: a, tool: t, user: u, expects: deny}", 2, "not known"),
            ("- {name: a, tool: t, user: u, expect: deny, approvers: {count: 1}}", 1, "only with"),
            ("- {name: a, tool: t, user: u, principal: 'person:u', expect: deny}", 1, "not both"),
            ("- {name: a, tool: t, principal: group:sre, expect: deny}", 1, "person:NAME"),
        ] as [(String, Int?, String)])
    func errors(yaml: String, line: Int?, says: String) {
        let error = #expect(throws: PolicyError.self) { try PolicyTest.read(yaml: yaml, file: "cases.yaml") }
        #expect(error?.line == line)
        #expect(error?.expected.contains(says) == true, "\(error?.expected ?? "")")
    }

    @Test("a pattern with many stars takes linear time, and finds what it should")
    func globs() {
        let text = String(repeating: "a", count: 200_000)
        #expect(!PolicyGlob(String(repeating: "*a", count: 200) + "*b*").matches(text))
        #expect(PolicyGlob(String(repeating: "*a", count: 200) + "*").matches(text))
        for (pattern, candidate, matches) in [
            ("*", "", true), ("a", "a", true), ("a", "ab", false), ("a*", "a", true), ("a*a", "a", false), ("a*a", "aa", true),
            ("*ab*ab*", "abab", true), ("*ab*ab*", "aba", false), ("*aab", "aaab", true), ("*aab*", "xaaaby", true),
            ("", "", true),
            ("", "a", false), ("e\u{301}", "\u{E9}", false),
        ] {
            #expect(PolicyGlob(pattern).matches(candidate) == matches, "\(pattern) \(candidate)")
        }
    }
}
