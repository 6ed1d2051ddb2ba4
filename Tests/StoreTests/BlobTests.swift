import Core
import Gateway
import Store
import Testing

struct BlobTests {
    private static let chunk = BlobReference.chunkBytes

    /// Stores a body as the gateway does: full chunks first, the rest with the entry.
    private func store(_ bytes: [UInt8], in ledger: SQLiteLedger) async throws -> BlobReference {
        let id = try await ledger.newBlob()
        var position = 0
        while bytes.count - position * Self.chunk > Self.chunk {
            try await ledger.appendChunk(
                Array(bytes[(position * Self.chunk)..<((position + 1) * Self.chunk)]), to: id, position: position)
            position += 1
        }
        let blob = BlobReference(id: id, count: bytes.count, sha256: "ab")
        let tail = BlobTail(blob: id, position: position, bytes: Array(bytes[(position * Self.chunk)...]))
        try await ledger.append([entry(1, kind: .outcome, blob: blob)], tails: [tail])
        return blob
    }

    @Test(
        "a body reads back in any range, over the borders of chunks too", arguments: [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
    func ranges(count: Int) async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let bytes = pattern(count)
        let blob = try await store(bytes, in: ledger)
        #expect(try ledger.read(blob, range: 0..<count) == bytes)
        #expect(try await ledger.entries(of: "one").first?.blob == blob)
        let edges = [0, 1, Self.chunk - 1, Self.chunk, Self.chunk + 1, 2 * Self.chunk, count - 1, count].filter {
            (0...count).contains($0)
        }
        for start in edges {
            for end in edges where start <= end {
                #expect(try ledger.read(blob, range: start..<end) == Array(bytes[start..<end]))
            }
        }
    }

    @Test("a range outside the body is an error")
    func outside() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let blob = try await store([1, 2, 3], in: ledger)
        #expect(throws: LedgerError.self) { try ledger.read(blob, range: 0..<4) }
        #expect(throws: LedgerError.self) { try ledger.read(blob, range: -1..<2) }
    }

    @Test("a missing or short chunk is an error, not other bytes")
    func missingChunk() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let blob = try await store([1, 2, 3], in: ledger)
        var longer = blob
        longer.count = Self.chunk + 5
        let error = #expect(throws: LedgerError.self) { try ledger.read(longer, range: Self.chunk..<(Self.chunk + 5)) }
        #expect(error?.reason.contains("chunk 1 of body \(blob.id) is missing") == true)
        let short = #expect(throws: LedgerError.self) { try ledger.read(longer, range: 0..<2) }
        #expect(short?.reason.contains("does not have the size") == true)
    }

    @Test("an entry that speaks of a body that is not all there is refused, and its tail with it")
    func incomplete() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let id = try await ledger.newBlob()
        let blob = BlobReference(id: id, count: Self.chunk + 3, sha256: "ab")
        let tail = BlobTail(blob: id, position: 1, bytes: [1, 2, 3])
        await #expect(throws: LedgerError.self) { try await ledger.append([entry(1, blob: blob)], tails: [tail]) }
        #expect(try await ledger.entries(of: "one").isEmpty)
        try await ledger.appendChunk(pattern(Self.chunk), to: id, position: 0)
        try await ledger.append([entry(1, blob: blob)], tails: [tail])
        #expect(
            try ledger.read(blob, range: (Self.chunk - 1)..<(Self.chunk + 3)) == [pattern(Self.chunk)[Self.chunk - 1], 1, 2, 3])
    }

    @Test("a chunk is stored once, and a body belongs to one entry")
    func once() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let blob = try await store([1, 2, 3], in: ledger)
        let again = BlobTail(blob: blob.id, position: 0, bytes: [9, 9, 9])
        await #expect(throws: LedgerError.self) { try await ledger.append([entry(2)], tails: [again]) }
        await #expect(throws: LedgerError.self) { try await ledger.append([entry(3, blob: blob)], tails: []) }
        #expect(try await ledger.entries(of: "one").map(\.attempt) == [1])
        #expect(try ledger.read(blob, range: 0..<3) == [1, 2, 3])
    }

    @Test("ids of bodies are never given twice, not even to two programs with the same file")
    func ids() async throws {
        let scratch = try Scratch()
        let ledgers = [try open(scratch.file()), try open(scratch.file())]
        let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<700 { group.addTask { try await ledgers[number % 2].newBlob() } }
            return try await group.reduce(into: [Int64]()) { $0.append($1) }
        }
        #expect(Set(ids).count == 700)
    }
}
