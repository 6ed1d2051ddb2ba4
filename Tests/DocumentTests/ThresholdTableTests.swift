import Analysis
import Core
import Document
import Testing

@Suite struct ThresholdTableTests {
    private let table = ThresholdTable(
        present: .init(threshold: "10 s", holdFor: "5 min", firesAfter: ThresholdTable.never, otherFirings: "0", perDay: "0"),
        rows: [
            .init(threshold: "2 s", holdFor: "0 s", firesAfter: "0 s", otherFirings: "0", perDay: "0"),
            .init(threshold: "2 s", holdFor: "60 s", firesAfter: "60 s", otherFirings: "0", perDay: "0"),
            .init(threshold: "500 ms", holdFor: "0 s", firesAfter: "0 s", otherFirings: "23", perDay: "3.29"),
        ],
        best: .init(threshold: "2 s", holdFor: "60 s", firesAfter: "60 s", otherFirings: "0", perDay: "0"), bestValue: 2,
        spans: [.init(holdFor: 0, quiet: 0.6, caught: 4.2), .init(holdFor: 60, quiet: 0.4, caught: 4.1)], history: 604_800,
        historyStep: 1800, within: 120, readyRule: "groups:\n  - name: \"g\"\n```\n")

    private func documents(_ facts: [String: Fact]) throws -> Documents {
        var record = try Fixture.record()
        let place = try #require(record.findings.firstIndex { $0.kind == .thresholdTooHigh })
        record.findings[place].facts.merge(facts) { _, new in new }
        return Documents(record)
    }

    @Test("facts carry the table there and back")
    func facts() {
        #expect(ThresholdTable(facts: table.facts(unit: .seconds)) == table)
        #expect(ThresholdTable(facts: [:]) == nil)
        #expect(ThresholdTable(facts: ["option00": .text("a | b"), "optionHistory": .duration(1)]) == nil)
    }

    @Test("the post-mortem shows what was tried, the best choice and its other firings, a chart, and the rule to take")
    func shown() throws {
        let documents = try documents(table.facts(unit: .seconds))
        let text = documents.postmortem
        #expect(text.contains("### What threshold would have told of it"))
        #expect(text.contains("With a threshold of 2 s for 60 s, `"))
        #expect(text.contains("would have fired 60 s after the onset, and 0 times in the 7 days before."))
        #expect(text.contains("23 other firings, 3.29 a day"))
        #expect(text.contains("10 s (as it is)"))
        #expect(text.contains("would have hidden"))
        #expect(documents.html.contains("id=\"thresholds1w-t\""))
        #expect(documents.html.contains("Thresholds tried for"))
        // What stands in the rule file cannot end its block.
        #expect(text.contains("````"))
        #expect(!text.contains("## Sentences withheld"))
    }

    @Test("without a table nothing is said")
    func none() throws {
        #expect(try !documents([:]).postmortem.contains("What threshold would have told of it"))
    }
}
