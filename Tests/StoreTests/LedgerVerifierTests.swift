import Core
import Foundation
import GRDB
import Gateway
import Store
import Testing

struct LedgerVerifierTests {
    private static let isFull = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] != nil
    /// All bits, or every hundred-and-first: a prime, so that each bit of a byte has its turn.
    private static let every = isFull ? 1 : 101

    private static let columns = [
        "position", "leaf", "leaf_hash", "investigation", "sequence", "kind", "key", "attempt", "checkpoint", "content",
        "content_key", "body", "body_key", "body_digest",
    ]

    private func image(_ scratch: Scratch, _ build: (String) async throws -> Void) async throws -> LedgerImage {
        try await build(scratch.file())
        return try LedgerImage(of: scratch.file())
    }

    @Test("a sound ledger verifies, and its figures are those of its entries")
    func sound() async throws {
        let scratch = try Scratch()
        try await SampleLedger.small(at: scratch.file())
        let result = try await verify(scratch.file(), workers: 3)
        #expect(result.problems.isEmpty)
        #expect(result.isSound && result.notes.isEmpty)
        #expect(result.entries == 14 && result.size == 14 && result.erasedParts == 2)
        // One for each append, the erasure's among them.
        #expect(result.checkpoints == 9)
        let ledger = try open(scratch.file())
        let newest = try #require(try await ledger.checkpoint())
        #expect(try Checkpoint(parsing: newest.text).root == result.root)
        #expect(try await verify(scratch.file(), against: [newest]).isSound)
    }

    @Test(
        "a dropped index, a trigger, a view and a table that do not belong there are each named",
        arguments: [
            ("DROP INDEX one_intent_an_attempt", "the index \"one_intent_an_attempt\" is missing"),
            ("CREATE VIEW v AS SELECT 1", "the view \"v\" does not belong in a ledger"),
            ("CREATE TABLE extra (a)", "the table \"extra\" does not belong in a ledger"),
            (
                "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM erasures; END",
                "the trigger \"t\" does not belong in a ledger"
            ),
            (
                "DROP INDEX one_start; CREATE INDEX one_start ON entries (investigation)",
                "the index \"one_start\" is defined otherwise"
            ),
        ])
    func definitions(statement: String, problem: String) async throws {
        let scratch = try Scratch()
        try await SampleLedger.small(at: scratch.file())
        let database = try DatabaseQueue(path: scratch.file())
        try await database.write { try $0.execute(sql: statement) }
        try database.close()
        let result = try await verify(scratch.file())
        #expect(result.problems.map(\.description) == ["the file: " + problem])
    }

    @Test("a ledger with a body of two chunks verifies, by one worker and by several, and so does an empty one")
    func large() async throws {
        let scratch = try Scratch()
        try await SampleLedger.large(at: scratch.file())
        for workers in [0, 1, 4] {
            let result = try await verify(scratch.file(), workers: workers)
            #expect(result.isSound, "\(result.problems)")
            #expect(result.bytes > BlobReference.chunkBytes + 8)
        }
        try open(scratch.file("empty.db")).close()
        let empty = try await verify(scratch.file("empty.db"))
        #expect(empty.isSound && empty.size == 0 && empty.root == .empty)
    }

    @Test("every flipped bit of every value is found, and the entry or the checkpoint is named")
    func bits() async throws {
        let scratch = try Scratch()
        let image = try await image(scratch) { try await SampleLedger.small(at: $0) }
        var damages = try image.read(in: scratch) { database in
            try cells(in: database).flatMap { try $0.flips(in: database) }
        }
        #expect(damages.count > 50_000)
        damages = stride(from: 0, to: damages.count, by: Self.every).map { damages[$0] }
        let survey = try await DamageSurvey(damages, of: image, in: scratch)
        #expect(survey.missed.isEmpty, "\(survey.missed.count): \(survey.missed.prefix(5))")
        #expect(survey.found + survey.refused == damages.count)
        // Flips of position, sequence, size and body that would make two rows the same are refused by SQLite.
        #expect(survey.refused < damages.count / 100)
    }

    /// All values but `log.next_blob`, which says which numbers are free, and the numbers of bodies that have no chunks: nothing
    /// that was recorded depends on them.
    private func cells(in database: Database) throws -> [Cell] {
        var cells: [Cell] = []
        for position in 0..<Int64(14) {
            for column in Self.columns where column != "body" || !SampleLedger.withoutChunks.contains(position) {
                cells.append(
                    Cell(table: "entries", row: "position = \(position)", column: column, names: .anyEntry([position])))
            }
        }
        for size in try Int64.fetchAll(database, sql: "SELECT size FROM checkpoints ORDER BY size") {
            for column in ["size", "note"] {
                cells.append(Cell(table: "checkpoints", row: "size = \(size)", column: column, names: .checkpoint([size])))
            }
        }
        for (place, owner) in try owners(in: database) {
            for column in ["place", "bytes"] {
                cells.append(Cell(table: "blob_chunks", row: "place = \(place)", column: column, names: .anyEntry([owner])))
            }
        }
        for part in ["content", "body"] {
            for column in ["position", "part", "entry"] {
                let row = "position = 11 AND part = '\(part)'"
                cells.append(Cell(table: "erasures", row: row, column: column, names: .anyEntry([11])))
            }
        }
        for column in ["id", "origin", "public_key", "frontier"] {
            cells.append(Cell(table: "log", row: "id = 1", column: column, names: .whole))
        }
        return cells
    }

    /// Chunks, with the positions of the entries that they are of.
    private func owners(in database: Database) throws -> [(place: Int64, owner: Int64)] {
        let sql = "SELECT place, position FROM blob_chunks JOIN entries ON body = place >> 24 ORDER BY place"
        return try Row.fetchAll(database, sql: sql).compactMap { row in
            guard let place = Int64.fromDatabaseValue(row[0]), let owner = Int64.fromDatabaseValue(row[1]) else { return nil }
            return (place, owner)
        }
    }

    @Test("flipped bits in large chunks are found wherever they are")
    func chunks() async throws {
        let scratch = try Scratch()
        let image = try await image(scratch) { try await SampleLedger.large(at: $0) }
        let step = Self.isFull ? 40_009 : 400_009
        let damages = try image.read(in: scratch) { database in
            try owners(in: database).flatMap { place, owner in
                let cell = Cell(table: "blob_chunks", row: "place = \(place)", column: "bytes", names: .anyEntry([owner]))
                return try cell.flips(in: database) { $0 % step == 0 || $0 == 8 * (BlobReference.chunkBytes + 16) - 1 }
            }
        }
        #expect(damages.count > 20)
        let survey = try await DamageSurvey(damages, of: image, in: scratch)
        #expect(survey.missed.isEmpty, "\(survey.missed)")
        #expect(survey.found == damages.count)
    }

    @Test("values that become NULL, or are there where none should be, are found")
    func nulls() async throws {
        let scratch = try Scratch()
        let image = try await image(scratch) { try await SampleLedger.small(at: $0) }
        var damages: [Damage] = []
        for (column, value) in [("key", "'a r0 b 0.0'"), ("body", "77"), ("body_key", "x'00'"), ("body_digest", "x'00'")] {
            for position in 0..<Int64(14) {
                // Only changes to what is not so already.
                damages.append(
                    Damage(
                        "\(column) NULL or not at \(position)",
                        "UPDATE entries SET \(column) = CASE WHEN \(column) IS NULL THEN \(value) END WHERE position = \(position)",
                        names: .entries([position])))
            }
        }
        let survey = try await DamageSurvey(damages, of: image, in: scratch)
        #expect(survey.missed.isEmpty, "\(survey.missed)")
        // None of these makes two rows the same, so SQLite refuses none.
        #expect(survey.found == damages.count)
    }

    @Test("every deleted row and every pair of exchanged rows is found and named")
    func rows() async throws {
        let scratch = try Scratch()
        for build in [SampleLedger.small, SampleLedger.large] {
            let image = try await image(scratch, build)
            let damages = try image.read(in: scratch) { try deletions(in: $0) + exchanges(in: $0) }
            let survey = try await DamageSurvey(damages, of: image, in: scratch)
            #expect(survey.missed.isEmpty, "\(survey.missed)")
            #expect(survey.found == damages.count && damages.count > 10)
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch.file() + suffix) }
        }
    }

    private func deletions(in database: Database) throws -> [Damage] {
        func delete(_ row: String, _ names: Damage.Names) -> Damage {
            Damage("without \(row)", "DELETE FROM \(row)", names: names)
        }
        var damages = try Int64.fetchAll(database, sql: "SELECT position FROM entries").map {
            delete("entries WHERE position = \($0)", .entries([$0]))
        }
        damages += try owners(in: database).map { delete("blob_chunks WHERE place = \($0.place)", .entries([$0.owner])) }
        var first: Int64 = 0
        for size in try Int64.fetchAll(database, sql: "SELECT size FROM checkpoints ORDER BY size") {
            // The entries that it was the first to cover.
            damages.append(delete("checkpoints WHERE size = \(size)", .entries(Set(first..<size))))
            first = size
        }
        damages += try Row.fetchAll(database, sql: "SELECT position, part FROM erasures").compactMap { row in
            guard let position = Int64.fromDatabaseValue(row[0]), let part = String.fromDatabaseValue(row[1]) else {
                return nil
            }
            return delete("erasures WHERE position = \(position) AND part = '\(part)'", .entries([position]))
        }
        return damages + [delete("log", .whole), delete("checkpoints", .entries([0])), delete("entries", .entries([0]))]
    }

    private func exchanges(in database: Database) throws -> [Damage] {
        func exchange(_ table: String, _ key: String, _ one: Int64, _ other: Int64, _ names: Damage.Names) -> Damage {
            Damage(
                "\(table) \(one) and \(other) exchanged",
                """
                UPDATE \(table) SET \(key) = -1 WHERE \(key) = \(one); UPDATE \(table) SET \(key) = \(one) WHERE \(key) = \(other);
                UPDATE \(table) SET \(key) = \(other) WHERE \(key) = -1
                """, names: names)
        }
        func pairs(_ values: [Int64]) -> [(Int64, Int64)] { Array(zip(values, values.dropFirst())) }
        let positions = try Int64.fetchAll(database, sql: "SELECT position FROM entries ORDER BY position")
        let sizes = try Int64.fetchAll(database, sql: "SELECT size FROM checkpoints ORDER BY size")
        let chunks = try owners(in: database)
        return pairs(positions).map { exchange("entries", "position", $0, $1, .entries([$0, $1])) }
            + pairs(sizes).map { exchange("checkpoints", "size", $0, $1, .checkpoint([$0, $1])) }
            + zip(chunks, chunks.dropFirst()).map { one, other in
                exchange("blob_chunks", "place", one.place, other.place, .entries([one.owner, other.owner]))
            }
    }

    @Test("a cut tail is found, with its checkpoints and without them")
    func tails() async throws {
        let scratch = try Scratch()
        let image = try await image(scratch) { try await SampleLedger.small(at: $0) }
        var damages: [Damage] = []
        for size in 0..<Int64(14) {
            let cut = "DELETE FROM entries WHERE position >= \(size)"
            damages.append(Damage("cut at \(size)", cut, names: .entries([size])))
            damages.append(
                Damage("cut at \(size) with checkpoints", "\(cut); DELETE FROM checkpoints WHERE size > \(size)", names: .whole)
            )
        }
        let survey = try await DamageSurvey(damages, of: image, in: scratch)
        #expect(survey.missed.isEmpty, "\(survey.missed)")
        #expect(survey.found == damages.count)
    }
}
