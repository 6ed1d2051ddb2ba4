import Gateway
import Testing

@Suite("The rules of redaction")
struct RuleTests {
    @Test("every rule can be read, has an id of its own, and has examples of both kinds")
    func rulesAreUsable() {
        #expect(RuleSet.standard.rules.map(\.id) == RedactionRule.all.map(\.id))
        #expect(Set(RedactionRule.all.map(\.id)).count == RedactionRule.all.count)
        for rule in RedactionRule.all { #expect(!rule.finds.isEmpty && !rule.passes.isEmpty, "\(rule.id) lacks examples") }
        #expect(RedactionRule.all.count > 120)
    }

    @Test("each rule finds its true examples, and all rules together leave none of what it found", arguments: RedactionRule.all)
    func trueExamples(rule: RedactionRule) throws {
        let alone = try Redactor(RedactionOptions(rules: RuleSet([rule]), ipAddresses: true, key: Samples.key))
        let together = Redactor(RedactionOptions(ipAddresses: true, key: Samples.key))
        for example in rule.finds {
            let text = RuleExample.expand(example)
            let result = alone.redact(text)
            let finding = try #require(result.found.first, "\(rule.id) does not find \(example)")
            #expect(finding.rule == rule.id)
            #expect(finding.kind == rule.kind)
            let original = try #require(result.original(of: finding.token))
            #expect(text.contains(original))
            #expect(!result.text.contains(original))
            #expect(!together.redact(text).text.contains(original), "\(rule.id): \(example)")
        }
    }

    @Test("each rule passes its false examples", arguments: RedactionRule.all)
    func falseExamples(rule: RedactionRule) throws {
        let redactor = try Redactor(RedactionOptions(rules: RuleSet([rule]), ipAddresses: true))
        for example in rule.passes {
            let result = redactor.redact(RuleExample.expand(example))
            #expect(result.found.isEmpty, "\(rule.id) finds something in \(example): \(result.text)")
        }
    }

    @Test("every validator is named by a rule, and every kind but names has rules")
    func everythingIsUsed() {
        let used = Set(RedactionRule.all.compactMap(\.validator))
        #expect(used.union([.luhn]) == Set(RuleValidator.allCases))
        #expect(Set(RedactionRule.all.map(\.kind)).union([.name]) == Set(RedactionClass.allCases))
    }

    @Test(
        "a pattern that cannot be matched within bounds is refused, with the rule's name",
        arguments: [
            "a+b", "[a-z]{3}x", "ab", "abc{5", "abc)", "(abc", "abc[", "a.c", "abc\\q", "abc(x|y)*", "abc[z-a]",
            "[^a][^a][^a]x",
        ])
    func badPatterns(pattern: String) {
        let error = #expect(throws: RuleError.self) { try RuleSet([RedactionRule("bad", .secret, pattern, finds: [])]) }
        #expect(error?.description.hasPrefix("redaction rule bad: ") == true)
    }
}
