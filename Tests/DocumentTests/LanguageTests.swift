import Document
import Testing

@Suite("The wording of a document")
struct LanguageTests {
    private static func rules(_ text: String, role: Statement.Role = .prose, rulings: [Ruling] = []) -> [String] {
        LanguageLint(people: ["Ana Ruiz", "mkhan"])
            .remarks(on: [Statement(id: "S1", text: text, line: 3, endLine: 3, role: role)], rulings: rulings)
            .map { "\($0.rule.rawValue): \($0.quote)" }
    }

    @Test(
        "is remarked on where it keeps people from learning",
        arguments: [
            ("Ana forgot to run the migration.", "person-as-cause: Ana forgot to"),
            ("Ana Ruiz caused the outage.", "person-as-cause: Ana Ruiz caused"),
            ("The outage was caused by the on-call engineer.", "person-as-cause: caused by the on-call engineer"),
            ("It went down because of @mkhan.", "person-as-cause: because of @mkhan"),
            ("It was Ana's mistake.", "person-as-cause: Ana's mistake"),
            ("The developer did not check the diff.", "person-as-cause: developer did not check"),
            ("Jane Doe overlooked the alert.", "person-as-cause: Jane Doe overlooked"),
            ("mkhan accidentally deleted the table.", "person-as-cause: mkhan accidentally"),
            ("The root cause was human error.", "human-error: human error"),
            ("The pool should have been larger.", "counterfactual: should have"),
            ("With a canary this could've been caught.", "counterfactual: could've"),
            ("Obviously the timeout was too short.", "judgment: Obviously"),
            ("The pool was likely exhausted.", "hedge: likely"),
            ("Several customers could not pay.", "vague: Several"),
        ])
    func remarked(text: String, expected: String) {
        #expect(Self.rules(text) == [expected])
    }

    @Test(
        "is left alone where it says what happened",
        arguments: [
            "Ana acknowledged the page at 14:28:05.", "The on-call engineer rolled back to 1f8e7c3 at 14:47.",
            "The deploy caused connection timeouts.", "payment-gateway failed to reach its database.",
            "Payment Gateway missed its objective.", "The alert that should have fired had a threshold of 10 s.",
            "Most likely cause (strong confidence): the deploy at 14:21.", "He said “this is obviously human error”.",
            "`someone forgot` is the log's text.", "They rolled back.",
        ])
    func leftAlone(text: String) { #expect(Self.rules(text) == []) }

    @Test("quotations, code and headings are someone else's words")
    func roles() {
        for role in [Statement.Role.quotation, .code, .heading] {
            #expect(Self.rules("It should have been obvious.", role: role) == [])
        }
    }

    @Test("a hedge that the evidence supports has its strength from there")
    func supported() {
        let text = "The deploy probably made it fail; a threshold of 1 s would have been crossed at 14:24."
        #expect(Self.rules(text, rulings: [Ruling(.supported)]) == [])
        #expect(Self.rules(text, rulings: [Ruling(.unsupported)]).count == 2)
    }

    @Test("every rule says why and what to write instead, and a remark says where")
    func advice() {
        for rule in Remark.Rule.allCases {
            #expect(rule.reason.hasSuffix(".") && rule.suggestion.hasSuffix("."))
        }
        let statement = Statement(id: "S9", text: "If only we had known.", line: 12, endLine: 12)
        #expect(
            LanguageLint().remarks(on: [statement])
                == [Remark(.counterfactual, statement: "S9", line: 12, quote: "If only")])
    }

    @Test("hostile text is read in linear time", .timeLimit(.minutes(1)))
    func hostile() {
        let texts = [
            String(repeating: "because of ", count: 200_000), String(repeating: "\"", count: 500_001),
            String(repeating: "A ", count: 300_000), String(repeating: "\u{202E}'", count: 300_000), "",
        ]
        for text in texts { #expect(Self.rules(text).isEmpty) }
    }
}
