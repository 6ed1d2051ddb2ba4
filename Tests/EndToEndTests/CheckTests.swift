import Core
import Foundation
import Testing

/// Post-mortems that people wrote of the demo's incident, held against its investigation.
@Suite("Checking a post-mortem", .serialized)
final class CheckTests {
    static let staged: Result<StagedLab, any Error> = Result {
        let lab = try StagedLab()
        let run = try lab.inquest(["investigate", lab.incident, "--out", "report"])
        guard run.status == 0 else { throw Trouble(run.errors) }
        return lab
    }

    let lab: StagedLab

    init() throws { lab = try CheckTests.staged.get() }

    private func check(_ file: String, _ more: [String] = []) throws -> (status: Int32, json: JSONValue) {
        let run = try lab.inquest(["check", lab.file(file).path, "--format", "json"] + more)
        return (run.status, try JSONValue(parsing: run.output))
    }

    @Test("the three fictions of a plausible post-mortem are flagged, the rollback with its true time")
    func fictions() throws {
        let text = """
            # Checkout outage

            ## Summary

            payment-gateway left its baseline at 14:23. The connection pool was likely exhausted due to the marketing campaign.

            ## Timeline

            - 14:27 CheckoutHighErrorRate fired on checkout
            - The rollback was initiated at 14:32.
            - The database failover triggered as expected.
            """
        try Data(text.utf8).write(to: lab.file("written.md"))
        let (status, json) = try check("written.md")
        #expect(status == 1)
        #expect(json["schema"]?.string == "inquest.check/1")
        let statements = json["statements"]?.array ?? []
        func statement(_ words: String) throws -> JSONValue {
            try #require(statements.first { $0["text"]?.string?.contains(words) == true })
        }
        let flagged = ["contradicted", "unsupported"]
        #expect(flagged.contains(try statement("marketing campaign")["verdict"]?.string ?? ""))
        #expect(flagged.contains(try statement("failover")["verdict"]?.string ?? ""))
        let rollback = try statement("rollback was initiated")
        #expect(rollback["verdict"]?.string == "contradicted")
        #expect(rollback["corrections"]?.array?.contains { $0["holds"]?.string?.contains("14:47") == true } == true)
        #expect(try statement("left its baseline at 14:23")["verdict"]?.string == "supported")
    }

    @Test("without an investigation a new one is made of the document's own service and day, and used again the next time")
    func fresh() throws {
        let day = lab.facts["day"]?.string ?? ""
        let text =
            "# Errors at payment-gateway, \(day)\n\n- 14:23 payment-gateway left its baseline.\n- 14:32 payment-gateway was rolled back.\n"
        try Data(text.utf8).write(to: lab.file("fresh.md"))
        let arguments = ["check", lab.file("fresh.md").path, "--now", "\(day)T20:00:00Z", "--format", "json"]
        for isFirst in [true, false] {
            let run = try lab.inquest(arguments, ledger: "fresh.db")
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.errors.contains("Checked against the new investigation") == isFirst)
            let statements = try JSONValue(parsing: run.output)["statements"]?.array ?? []
            let verdicts = statements.compactMap { $0["verdict"]?.string }.filter { $0 != "notChecked" }
            #expect(verdicts == ["supported", "contradicted"])
        }
        let early = try lab.inquest(
            ["check", lab.file("fresh.md").path, "--now", "\(day)T10:00:00Z"], ledger: "early.db")
        #expect(early.status == 2)
        #expect(early.errors.contains("has not come yet"), "\(early.errors)")
    }

    @Test("the investigation's own post-mortem has no contradicted statement")
    func own() throws {
        let (status, json) = try check("report/postmortem.md")
        #expect(status == 0)
        let wrong = (json["statements"]?.array ?? []).filter { $0["verdict"]?.string == "contradicted" }
        #expect(wrong.isEmpty, "\(wrong.map(\.compact).joined(separator: "\n"))")
    }

    @Test("SARIF names the line, and a file that is no document is bad usage")
    func forms() throws {
        try Data("The rollback of payment-gateway was live at 14:32.\n".utf8).write(to: lab.file("short.md"))
        let run = try lab.inquest(["check", lab.file("short.md").path, "--format", "sarif", "--fail-on", "never"])
        #expect(run.status == 0)
        let results = try JSONValue(parsing: run.output)["runs"]?[0]?["results"]?.array ?? []
        let region = results.first?["locations"]?[0]?["physicalLocation"]?["region"]
        #expect(region?["startLine"]?.int == 1)
        try Data("%PDF-1.4".utf8).write(to: lab.file("not.md"))
        #expect(try lab.inquest(["check", lab.file("not.md").path]).status == 2)
    }

    @Test("a draft and its edited version are compared, and the evidence says who is right")
    func compare() throws {
        try Data("The rollback of payment-gateway was live at 14:47.\n\nIt was quiet.\n".utf8).write(to: lab.file("draft.md"))
        try Data("The rollback of payment-gateway was live at 14:32.\n".utf8).write(to: lab.file("final.md"))
        let run = try lab.inquest(["compare", lab.file("draft.md").path, lab.file("final.md").path, "--format", "json"])
        #expect(run.status == 0, "\(run.errors)")
        let json = try JSONValue(parsing: run.output)
        #expect(json["survival"]?["changed"]?.int == 1)
        #expect(json["survival"]?["dropped"]?.int == 1)
        #expect(json["contradictions"]?[0]?["draftSays"]?.string == "14:47")
        lab.remove()
    }
}
