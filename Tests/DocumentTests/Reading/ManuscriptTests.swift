import Core
import Document
import Testing

/// Documents of other people, read for their statements.
@Suite struct ManuscriptTests {
    private func read(_ text: String, _ name: String = "a.md") throws(ManuscriptError) -> Manuscript {
        try Manuscript(reading: Array(text.utf8), name: name)
    }

    private func texts(_ text: String, _ name: String = "a.md") throws(ManuscriptError) -> [String] {
        try read(text, name).statements.map(\.text)
    }

    @Test("sentences end where people end them, not at abbreviations, decimals, versions or inside quotations")
    func sentences() throws {
        #expect(
            try texts(
                "It rose to 4.5 s at approx. 14:23. checkout v1.2.3 was next (e.g. p99. Really?). Dr. A said “Down. We know.” Then it ended!"
            )
                == [
                    "It rose to 4.5 s at approx. 14:23.", "checkout v1.2.3 was next (e.g. p99. Really?).",
                    "Dr. A said “Down. We know.”",
                    "Then it ended!",
                ])
        #expect(try texts("Run `kubectl get po. Then wait` first. Done.") == ["Run kubectl get po. Then wait first.", "Done."])
        #expect(try texts("It took 400 ms. It ended at 5 p.m. yesterday.").count == 2)
    }

    @Test(
        "entries of a timeline are found in lists, tables, lines and plain text",
        arguments: [
            "- 14:23 UTC - rolled back", "- **14:23 UTC** rolled back", "- [14:23 UTC]: rolled back",
            "| Time | Event |\n|---|---|\n| 14:23 UTC | rolled back |", "14:23 UTC | rolled back", "* 14:23 UTC — rolled back",
        ])
    func entries(_ text: String) throws {
        let statements = try read(text).statements
        #expect(statements.map(\.role) == [.timelineEntry])
        #expect(statements.map(\.text) == ["14:23 UTC rolled back"])
    }

    @Test("times with dates, halves of the day, zones and spans begin entries; numbers and offsets do not")
    func times() throws {
        for time in [
            "2026-11-20 14:23", "2026-11-20T14:23:05Z", "Nov 20, 14:23", "11/20/2026 14:23", "2:23 PM PT", "14:23 – 14:47",
        ] {
            let statements = try read("- \(time) it began").statements
            #expect(statements.map(\.role) == [.timelineEntry], "\(time)")
            #expect(statements.map(\.text) == ["\(time) it began"])
        }
        for text in ["14 pods restarted", "4.23 percent failed", "14:23% of it"] {
            #expect(try read("- " + text).statements.map(\.role) == [.prose], "\(text)")
        }
    }

    @Test("fields, rows, quotations, code and headings have their roles, sections and lines")
    func roles() throws {
        let manuscript = try read(
            "# Outage\n\n**Detected:** 14:31 UTC\n\n## Impact\n\n| Field | Value |\n|---|---|\n| Duration | 27 min |\n\n> It is down.\n\n```\nkubectl\n```\n"
        )
        #expect(manuscript.title == "Outage")
        #expect(manuscript.statements.map(\.role) == [.heading, .field, .heading, .field, .quotation, .code])
        #expect(manuscript.statements.map(\.line) == [1, 3, 5, 9, 11, 13])
        #expect(manuscript.statements.map(\.text)[1] == "Detected: 14:31 UTC")
        #expect(manuscript.statements.map(\.text)[3] == "Duration: 27 min")
        #expect(manuscript.statements.last?.section == ["Impact"])
    }

    @Test("citations are taken out of the text and belong to the sentence before them")
    func citations() throws {
        let statements = try read("It began at 14:23. [F3](#f3) It ended [E12, F4]. So it was.").statements
        #expect(statements.map(\.text) == ["It began at 14:23.", "It ended.", "So it was."])
        #expect(statements.map { $0.citations.map(\.description) } == [["F3"], ["E12", "F4"], []])
    }

    @Test("HTML is read without scripts and what is hidden, with its tables and lists")
    func html() throws {
        let manuscript = try read(
            """
            <!DOCTYPE html><title>T</title><script>var a = "14:00 no"</script><h1>Outage</h1><p style="display: none">14:01 no</p>
            <table><tr><th>Time</th><th>Event</th></tr><tr><td>14:23</td><td>It began</td></tr></table><ul><li>14:25 alert</ul>
            """, "a.html")
        #expect(manuscript.statements.map(\.text) == ["Outage", "14:23 It began", "14:25 alert"])
        #expect(manuscript.statements.map(\.line) == [1, 2, 2])
    }

    @Test("plain text has headings, lists, entries and wrapped prose")
    func plainText() throws {
        let manuscript = try read(
            "OUTAGE OF CHECKOUT\n\nWe rolled back\nat 14:47 UTC, e.g. by Argo.\n\nTimeline:\n\n14:21 - deploy\n* 14:27 alert\n",
            "a.txt")
        #expect(manuscript.statements.map(\.role) == [.heading, .prose, .heading, .timelineEntry, .timelineEntry])
        #expect(manuscript.statements.map(\.text)[1] == "We rolled back at 14:47 UTC, e.g. by Argo.")
        #expect(manuscript.statements[1].endLine == 4)
    }

    @Test("what is no document is refused with its reason")
    func refused() {
        #expect(throws: ManuscriptError.empty) { try read(" \n") }
        #expect(throws: ManuscriptError.notText("a PDF")) { try read("%PDF-1.7") }
        #expect(throws: ManuscriptError.tooDeep(line: 1, limit: 100)) { try read(String(repeating: "> ", count: 200) + "a") }
        #expect(throws: ManuscriptError.tooDeep(line: 1, limit: 500)) {
            try read(String(repeating: "<div>", count: 2_000) + "a", "a.html")
        }
        #expect(throws: ManuscriptError.tooLarge(Manuscript.sizeLimit + 1, limit: Manuscript.sizeLimit)) {
            try Manuscript(reading: [UInt8](repeating: 0x61, count: Manuscript.sizeLimit + 1), name: "a.md")
        }
    }

    @Test("invalid UTF-8 and invisible characters do no harm, and what turns the direction of writing stays to be seen")
    func hostile() throws {
        let manuscript = try Manuscript(
            reading: Array("# T".utf8) + [0xFF, 0xC3, 0x0A] + Array("at 14:\u{200B}23 \u{202E}x".utf8), name: "a.md")
        #expect(manuscript.statements.last?.text == "at 14:23 \u{202E}x")
    }
}
