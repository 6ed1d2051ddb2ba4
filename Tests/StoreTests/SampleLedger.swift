import Core
import Gateway
import Store

/// Ledgers that tests damage.
enum SampleLedger {
    /// Fourteen entries in three investigations: all kinds, bodies of 0, 1 and 3 bytes, and an erasure.
    ///
    /// | position | entry |
    /// |---|---|
    /// | 0–2 | `one`: start, intent, outcome with an empty body |
    /// | 3–5 | `two`: start, received with 1 byte, released with 3 bytes |
    /// | 6–9 | `one`: proposal, approval, policy, documents |
    /// | 10–11 | `three`: intent, outcome with 3 bytes, erased |
    /// | 12–13 | `three`: the erasure, an intent |
    static func small(at path: String) async throws {
        let ledger = try open(path)
        try await ledger.append([start("one")], tails: [])
        try await append([entry(1), entry(2, kind: .outcome)], body: [], in: ledger)
        try await ledger.append([start("two")], tails: [])
        try await append([entry(4, in: "two", kind: .received)], body: [9], in: ledger)
        try await append([entry(5, in: "two", kind: .released)], body: [1, 2, 3], in: ledger)
        let kinds: [LedgerEntry.Kind] = [.proposal, .approval, .policy, .documents]
        try await ledger.append(kinds.enumerated().map { entry(6 + $0.offset, kind: $0.element) }, tails: [])
        try await append([entry(10, in: "three"), entry(11, in: "three", kind: .outcome)], body: [4, 5, 6], in: ledger)
        _ = try await ledger.erase(
            [Erasure(position: 11, content: true, body: true)], by: "ann", reason: "asked for", at: Instant(nanoseconds: 99))
        try await ledger.append([entry(13, in: "three")], tails: [])
        try ledger.close()
    }

    /// Positions of bodies without chunks: their number stands for nothing, and changing it changes nothing.
    static let withoutChunks: Set<Int64> = [2, 11]

    /// A start, an intent, an outcome with a body of two chunks, and an outcome with a body of three bytes.
    static func large(at path: String) async throws {
        let ledger = try open(path)
        try await ledger.append([start("one"), entry(1)], tails: [])
        try await append([entry(2, kind: .outcome)], body: pattern(BlobReference.chunkBytes + 5), in: ledger)
        try await append([entry(3, kind: .outcome)], body: [1, 2, 3], in: ledger)
        try ledger.close()
    }

    /// Many entries in a few investigations, 50 a checkpoint; every tenth has a body of five bytes.
    static func long(_ count: Int, at path: String) async throws {
        let ledger = try open(path)
        for first in stride(from: 0, to: count, by: 50) {
            var entries: [LedgerEntry] = []
            var tails: [BlobTail] = []
            for number in first..<min(first + 50, count) {
                var entry = entry(number, in: "i\(number % 7)", kind: number % 2 == 0 ? .intent : .outcome)
                if number % 10 == 1 {
                    let id = try await ledger.newBlob()
                    entry.blob = BlobReference(id: id, count: 5, sha256: "ab")
                    tails.append(BlobTail(blob: id, position: 0, bytes: pattern(5)))
                }
                entries.append(entry)
            }
            try await ledger.append(entries, tails: tails)
        }
        try ledger.close()
    }

    /// The decision that begins an investigation.
    static func start(_ investigation: String) -> LedgerEntry {
        var start = entry(0, in: investigation, kind: .decision, content: ["decision": "start"])
        start.key = nil
        return start
    }

    /// Appends entries of which the last has the body.
    @discardableResult
    static func append(_ entries: [LedgerEntry], body: [UInt8], in ledger: SQLiteLedger) async throws -> BlobReference {
        let size = BlobReference.chunkBytes
        let id = try await ledger.newBlob()
        var position = 0
        while body.count - position * size > size {
            try await ledger.appendChunk(Array(body[(position * size)..<((position + 1) * size)]), to: id, position: position)
            position += 1
        }
        let blob = BlobReference(id: id, count: body.count, sha256: "ab")
        let rest = Array(body[(position * size)...])
        var entries = entries
        entries[entries.count - 1].blob = blob
        try await ledger.append(entries, tails: rest.isEmpty ? [] : [BlobTail(blob: id, position: position, bytes: rest)])
        return blob
    }
}
