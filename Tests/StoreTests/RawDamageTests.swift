import Foundation
import GRDB
import Gateway
import Store
import Testing

struct RawDamageTests {
    private static let isFull = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] != nil

    @Test("a bit flipped anywhere in the file changes no value without a problem being reported")
    func flips() async throws {
        let scratch = try Scratch()
        try await SampleLedger.small(at: scratch.file())
        let image = try LedgerImage(of: scratch.file())
        let before = try #require(Self.values(of: scratch.file()))
        let path = scratch.file("damaged.db")
        var generator = Seeded(0xF11B)
        var (reported, refused, harmless, missed) = (0, 0, 0, [String]())
        for round in 0..<(Self.isFull ? 20_000 : 200) {
            var bytes = image.bytes
            // The first page holds the header and the schema, and is met more often than by its size.
            let end = round % 4 == 0 ? min(4096, bytes.count) : bytes.count
            let offset = Int.random(in: 0..<end, using: &generator)
            let bit = Int.random(in: 0..<8, using: &generator)
            bytes[offset] ^= 1 << UInt8(bit)
            try bytes.write(to: URL(fileURLWithPath: path))
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            do {
                if try await !verify(path).isSound {
                    reported += 1
                } else if Self.values(of: path) == before {
                    harmless += 1
                } else {
                    missed.append("bit \(bit) at \(offset)")
                }
            } catch is LedgerError {
                refused += 1
            }
        }
        #expect(missed.isEmpty, "\(missed)")
        #expect(reported > 20 && refused > 0, "\(reported) reported, \(refused) refused, \(harmless) harmless")
    }

    @Test("a file cut anywhere is reported or refused, and so is one of other bytes")
    func cuts() async throws {
        let scratch = try Scratch()
        try await SampleLedger.small(at: scratch.file())
        let image = try LedgerImage(of: scratch.file())
        let path = scratch.file("cut.db")
        var generator = Seeded(0xC07)
        for _ in 0..<(Self.isFull ? 60 : 15) {
            let count = Int.random(in: 1..<image.bytes.count, using: &generator)
            try image.bytes.prefix(count).write(to: URL(fileURLWithPath: path))
            #expect(await Self.isFound(path), "cut to \(count) bytes")
            var noise = image.bytes
            for offset in count..<min(count + 600, noise.count) { noise[offset] = UInt8.random(in: 0...255, using: &generator) }
            guard noise != image.bytes else { continue }
            try noise.write(to: URL(fileURLWithPath: path))
            let isFound = await Self.isFound(path)
            #expect(isFound || Self.values(of: path) == Self.values(of: scratch.file()), "noise at \(count)")
        }
    }

    private static func isFound(_ path: String) async -> Bool {
        do { return try await !verify(path).isSound } catch { return true }
    }

    /// All that a ledger's tables hold, but for what proves nothing: which numbers of bodies are free, and numbers of bodies
    /// without chunks. `nil` when SQLite cannot read it.
    private static func values(of path: String) -> [String]? {
        try? {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.read { database in
                let without = SampleLedger.withoutChunks.map(String.init).joined(separator: ", ")
                let queries = [
                    """
                    SELECT quote(position) || quote(leaf) || quote(leaf_hash) || quote(CAST(investigation AS BLOB)) || quote(sequence)
                      || quote(CAST(kind AS BLOB)) || quote(CAST(key AS BLOB)) || quote(attempt) || quote(checkpoint)
                      || quote(content) || quote(content_key) || quote(body_key) || quote(body_digest)
                      || CASE WHEN position IN (\(without)) THEN '' ELSE quote(body) END
                      FROM entries NOT INDEXED ORDER BY position
                    """,
                    "SELECT quote(place) || quote(bytes) FROM blob_chunks NOT INDEXED ORDER BY place",
                    "SELECT quote(position) || quote(CAST(part AS BLOB)) || quote(entry) FROM erasures ORDER BY position, part",
                    "SELECT quote(size) || quote(CAST(note AS BLOB)) FROM checkpoints ORDER BY size",
                    "SELECT quote(id) || quote(CAST(origin AS BLOB)) || quote(public_key) || quote(frontier) FROM log",
                ]
                return try queries.flatMap { try String.fetchAll(database, sql: $0) }
            }
        }()
    }
}
