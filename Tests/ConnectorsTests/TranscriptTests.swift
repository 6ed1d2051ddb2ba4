import Connectors
import Core
import Foundation
import Testing

/// Holds every connector against recorded conversations, one directory a case: `Fixtures/<System>/<case>/`.
///
/// - `case.json`: `{"source": {"name", "kind", "url", "options"}, "tool": "…", "input": {…}, "checkHeaders": ["…"]}`.
/// - `S.I.http`, `S.I.process`, `S.I.file`: the exchange of step S, call I, both from 0; see ``RecordedExchange``.
/// - `evidence.json`: what the conversation must conclude. `UPDATE_SNAPSHOTS=1` (or the start of a
///   case's name, `Loki/`) rewrites it, and leaves a file with the request
///   and an empty answer for a call that has none yet, to be filled in from a real server.
@Suite("Recorded conversations")
struct TranscriptTests {
    @Test("a conversation makes the recorded calls and concludes the recorded evidence", arguments: TranscriptCase.names)
    func transcript(name: String) throws {
        let transcript = try TranscriptCase(name: name)
        let played = try transcript.play()
        let expected = transcript.directory.appending(path: "evidence.json")
        if TranscriptCase.updatesSnapshot(name), played.problems.isEmpty {
            try Data(played.conclusion.utf8).write(to: expected)
        }
        for problem in played.problems { Issue.record("\(name): \(problem)") }
        let text = (try? String(contentsOf: expected, encoding: .utf8)) ?? ""
        #expect(played.conclusion == text, "\(name): evidence.json differs; UPDATE_SNAPSHOTS=1 rewrites it")
    }

    @Test("the same answers give the same evidence twice", arguments: TranscriptCase.names)
    func transcriptIsPure(name: String) throws {
        guard !TranscriptCase.updatesSnapshot(name) else { return }
        let transcript = try TranscriptCase(name: name)
        #expect(try transcript.play().conclusion == transcript.play().conclusion)
    }
}
