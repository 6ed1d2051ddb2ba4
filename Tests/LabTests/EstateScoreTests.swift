import Core
import Testing

@testable import Lab

@Suite("The score of an audit")
struct EstateScoreTests {
    private let truth: JSONValue = [
        "seed": 1,
        "faults": [
            ["check": "flapping", "subject": "rule/a/A"],
            ["check": "duplicated", "subject": "rule/a/B", "or": [["check": "duplicated", "subject": "rule/a/C"]]],
        ],
        "fine": [["check": "flapping", "subject": "rule/a/D"], ["check": "shadowed", "subject": "rule/a/E"]],
    ]

    private func score(_ findings: [(String, String)]) throws -> EstateScore {
        let report: JSONValue = [
            "findings": .array(findings.map { ["check": .string($0.0), "subject": .string($0.1), "severity": "info"] })
        ]
        return try EstateScore(truth: truth, report: report)
    }

    @Test("everything found and nothing else passes, whichever of two twins is named")
    func passes() throws {
        #expect(try score([("flapping", "rule/a/A"), ("duplicated", "rule/a/B")]).passes)
        let score = try score([("flapping", "rule/a/A"), ("duplicated", "rule/a/C")])
        #expect(score.passes)
        #expect(score.text.hasSuffix("passed\n"))
    }

    @Test("a missed fault is listed and fails")
    func missed() throws {
        let score = try score([("flapping", "rule/a/A")])
        #expect(!score.passes)
        #expect(score.missed == 1)
        #expect(score.text.contains("Missed:\n  duplicated  rule/a/B"))
    }

    @Test("a look-alike that is reported is listed and fails beyond two in a hundred")
    func reported() throws {
        let score = try score([("flapping", "rule/a/A"), ("duplicated", "rule/a/B"), ("flapping", "rule/a/D")])
        #expect(!score.passes)
        #expect(score.reported == 1)
        #expect(score.text.contains("Look-alikes that were reported:\n  flapping  rule/a/D"))
    }

    @Test("other reports are listed apart: what follows from a fault, and what does not")
    func others() throws {
        let score = try score([
            ("flapping", "rule/a/A"), ("duplicated", "rule/a/B"), ("unattended", "rule/a/A"), ("missing-owner", "rule/b/Z"),
        ])
        #expect(score.passes)
        #expect(score.related == ["unattended  rule/a/A"])
        #expect(score.kinds["missing-owner"]?.others == ["rule/b/Z"])
    }

    @Test("a file of another kind is refused with what to give instead")
    func refused() {
        #expect(throws: ScenarioError.self) { try EstateScore(truth: ["a": 1], report: ["findings": []]) }
        #expect(throws: ScenarioError.self) { try EstateScore(truth: truth, report: []) }
    }
}
