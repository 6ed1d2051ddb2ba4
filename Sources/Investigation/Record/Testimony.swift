public import Core
import Gateway

/// What a person knows and no system recorded, as the ledger holds it.
public struct Testimony: Sendable, Hashable {
    public var author: String
    public var text: String
    public var at: Instant

    public init(author: String, text: String, at: Instant) {
        self.author = author
        self.text = text
        self.at = at
    }

    func entry(of investigation: String, number: Int) -> LedgerEntry {
        LedgerEntry(
            investigation: investigation, kind: .received,
            key: CallKey(investigation: investigation, round: 0, path: "5-note", step: 0, index: number), recordedAt: at,
            content: ["note": .string(text), "author": .string(author), "at": .string(at.rfc3339Exact)])
    }

    /// The notes among the entries, as evidence that proves what was said.
    static func evidence(in entries: [LedgerEntry]) -> [Evidence] {
        entries.compactMap { entry in
            guard entry.kind == .received, let key = entry.key, let text = entry.content["note"]?.string else { return nil }
            let author = Person(id: entry.content["author"]?.string ?? "", role: "an investigator")
            let at = entry.content["at"]?.string.flatMap { Instant(rfc3339: $0) } ?? entry.recordedAt
            var evidence = Evidence(
                .message(ChatMessage(id: "note-\(key.index)", channel: "notes", author: author, text: text)), from: [key],
                stamp: Stamp(at))
            evidence.source = "notes"
            evidence.tool = "note"
            return evidence
        }
    }
}
