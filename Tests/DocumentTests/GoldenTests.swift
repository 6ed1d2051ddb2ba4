import Core
import Document
import Testing

@Suite(.serialized) struct GoldenTests {
    @Test("the example gives the files that are kept")
    func files() throws {
        for file in Documents(try Fixture.record()).files {
            if Fixture.update != nil { try Fixture.write(file.content, to: file.name) }
            #expect(try Fixture.text(file.name) == file.content, "\(file.name) differs; UPDATE_SNAPSHOTS=1 writes it anew")
        }
    }

    @Test("the same record gives the same bytes")
    func deterministic() throws {
        let record = try Fixture.record()
        #expect(Documents(record) == Documents(record))
    }

    @Test("nothing but texts of asking depends on when it was asked")
    func askedLater() throws {
        let record = try Fixture.record()
        var later = record
        later.investigatedAt = record.investigatedAt.adding(seconds: 5000)
        for index in later.evidence.indices { later.evidence[index].askedAt = .at("19:00") }
        for (first, second) in zip(Documents(record).files, Documents(later).files) {
            #expect(
                first.content.replacing(/asked [0-9T:Z-]+/, with: "asked")
                    == second.content.replacing(/asked [0-9T:Z-]+/, with: "asked"))
        }
    }

    @Test("every sentence that Analysis and the alert audit write today stands")
    func nothingWithheld() {
        let documents = Documents(Example().assessed())
        let withheld = documents.claims.filter { $0.verdict != .supported }
        #expect(withheld.map { "\($0.text) — \($0.problem ?? "")" } == [])
        #expect(documents.claims.count > 30)
        #expect(!documents.postmortem.contains("Sentences withheld"))
    }

    @Test("the briefing is about forty lines and says what matters")
    func briefing() throws {
        let briefing = Documents(try Fixture.record()).briefing
        #expect(briefing.split(separator: "\n", omittingEmptySubsequences: false).count <= 42)
        for part in ["14:23", "payment-gateway", "Refuted", "First actions", "What could not be seen"] {
            #expect(briefing.contains(part), "\(part)")
        }
    }
}
