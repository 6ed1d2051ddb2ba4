import Document
import Testing

@Suite("Sentences of running text")
struct SentenceTests {
    @Test(
        "end where a reader would end them",
        arguments: [
            ("It rose to 5 s. Then it fell.", 2), ("J. Smith and A. Jones met.", 1), ("It was 14:32 p.m. We left.", 2),
            ("See e.g. the log of v1.2.3 at 10.0.0.1. It failed.", 2), ("“It is down.” Nobody replied.", 2),
            ("At approx. 14:30 it failed!", 1),
        ])
    func ends(text: String, count: Int) throws {
        let manuscript = try Manuscript(reading: Array(text.utf8), name: "text.md")
        #expect(manuscript.statements.count == count, "\(manuscript.statements.map(\.text))")
    }
}
