import Core
import Foundation
import GRDB
import Gateway
import Store
import Testing

struct ErasureTests {
    private static let marker = "the-password-was-swordfish-and-nobody-should-know"
    private static let now = Instant(seconds: 1_763_650_000)

    /// Pieces of what a row of the file held: all of short values, and 24 bytes here and there of long ones.
    private func pieces(at position: Int64, _ path: String) throws -> [[UInt8]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT content, content_key, body_key, body_digest FROM entries WHERE position = \(position)")
            let chunks = try Row.fetchAll(
                database,
                sql: "SELECT bytes FROM blob_chunks WHERE place >> 24 = (SELECT body FROM entries WHERE position = \(position))"
            )
            let values = try #require(row).databaseValues + chunks.flatMap(\.databaseValues)
            return values.compactMap { Data.fromDatabaseValue($0) }.flatMap { value in
                let bytes = [UInt8](value)
                // Steps of less than a page, and not its divisors.
                return stride(from: 0, to: max(1, bytes.count - 24), by: bytes.count < 4000 ? 19 : 3001).map { start in
                    Array(bytes[start..<min(start + 24, bytes.count)])
                }
            }
        }
    }

    /// How many of the pieces are anywhere in the database's files.
    private func count(_ pieces: [[UInt8]], in path: String) -> Int {
        // By their first eight bytes, so that the files are gone through once.
        func start(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
        let wanted = Dictionary(grouping: pieces, by: start)
        var found: Set<[UInt8]> = []
        for file in ["", "-wal", "-shm"].compactMap({ FileManager.default.contents(atPath: path + $0) }) {
            let bytes = [UInt8](file)
            var window: UInt64 = 0
            for (index, byte) in bytes.enumerated() {
                window = window << 8 | UInt64(byte)
                guard index >= 7, let candidates = wanted[window] else { continue }
                for piece in candidates where bytes[(index - 7)...].starts(with: piece) { found.insert(piece) }
            }
        }
        return pieces.count { found.contains($0) }
    }

    @Test("after an erasure neither plaintext, sealed bytes nor keys are in the file, its log or its index")
    func nowhere() async throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let ledger = try open(path)
        // Small and larger contents, bodies of one chunk and of two, and neighbours that stay.
        let long = JSONValue.string(String(repeating: Self.marker + " ", count: 300))
        try await ledger.append([SampleLedger.start("one"), entry(1, content: ["note": .string(Self.marker)])], tails: [])
        let small = try await SampleLedger.append(
            [entry(2, kind: .outcome, content: ["long": long])], body: Array(Self.marker.utf8), in: ledger)
        let large = try await SampleLedger.append(
            [entry(3, kind: .outcome)], body: pattern(BlobReference.chunkBytes + 9000), in: ledger)
        try await SampleLedger.append([entry(4, kind: .outcome)], body: [7, 7, 7], in: ledger)
        #expect(try ledger.read(large, range: 0..<3) == [0, 1, 2])
        let gone = try pieces(at: 1, path) + pieces(at: 2, path) + pieces(at: 3, path)
        #expect(gone.count > 300)
        #expect(count(gone, in: path) == gone.count)
        #expect(count([Array(Self.marker.utf8)], in: path) == 0)

        let report = try await ledger.erase(
            [1, 2, 3].map { Erasure(position: $0, content: true, body: $0 > 1) }, by: "ann", reason: "asked for", at: Self.now)
        #expect(report.isLogEmptied && report.entries == [5] && report.alreadyErased == 0)
        #expect(report.erased.map(\.position) == [1, 2, 3])
        #expect(count(gone, in: path) == 0)
        for blob in [small, large] {
            let error = #expect(throws: LedgerError.self) { try ledger.read(blob, range: 0..<1) }
            #expect(error?.reason.contains("was erased on 2025-11-20T14:46:40Z by ann: asked for") == true)
        }
        let entries = try await ledger.entries(of: "one")
        #expect(entries.map { $0.content == ["erased": true] } == [false, true, true, true, false, false])
        #expect(entries[2].blob?.count == small.count && entries[2].blob?.sha256 == "")
        #expect(entries[4].blob?.sha256 == "ab")
        #expect(
            entries[5].content == [
                "by": "ann", "reason": "asked for",
                "erased": [
                    ["position": 1, "parts": ["content"]], ["position": 2, "parts": ["content", "body"]],
                    ["position": 3, "parts": ["content", "body"]],
                ],
            ])
        #expect(entries[5].kind == .erased && entries[5].recordedAt == Self.now)
        try ledger.close()
        #expect(count(gone, in: path) == 0)
        let result = try await verify(path)
        #expect(result.isSound && result.erasedParts == 5, "\(result.problems)")
    }

    @Test("an erasure while another program has the ledger open leaves nothing either")
    func shared() async throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let (ledger, other) = (try open(path), try open(path))
        try await SampleLedger.append([entry(0, kind: .outcome)], body: pattern(700), in: ledger)
        let blob = try #require(try await other.entries(of: "one").first?.blob)
        #expect(try other.read(blob, range: 0..<700) == pattern(700))
        let gone = try pieces(at: 0, path)
        let report = try await ledger.erase(
            [Erasure(position: 0, content: true, body: true)], by: "a", reason: "b", at: Self.now)
        #expect(report.isLogEmptied)
        #expect(count(gone, in: path) == 0)
        #expect(throws: LedgerError.self) { try other.read(blob, range: 0..<700) }
        #expect(try await other.entries(of: "one").first?.content == ["erased": true])
    }

    @Test("each investigation gets its own record, and what is erased already is passed over")
    func records() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        for name in ["b", "a"] { try await ledger.append([SampleLedger.start(name), entry(1, in: name)], tails: []) }
        let parts = [Erasure(position: 1, content: true, body: false), Erasure(position: 3, content: true, body: false)]
        let first = try await ledger.erase(parts, by: "ann", reason: "why", at: Self.now)
        #expect(first.entries == [4, 5])
        #expect(try await ledger.entries(of: "a").map(\.kind) == [.decision, .intent, .erased])
        let second = try await ledger.erase(parts, by: "ann", reason: "why", at: Self.now)
        #expect(second.entries.isEmpty && second.erased.isEmpty && second.alreadyErased == 2)
        #expect(try await ledger.erasable(of: "a") == [Erasure(position: 2, content: true, body: false)])
        #expect(try await verify(scratch.file()).isSound)
    }

    @Test("an erasure that cannot be recorded erases nothing")
    func refusals() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        try await ledger.append([entry(1), entry(2)], tails: [])
        let good = Erasure(position: 0, content: true, body: false)
        let record = try await ledger.erase([good], by: "ann", reason: "", at: Self.now).entries
        #expect(record == [2])
        for (position, body, words) in [
            (Int64(9), false, "no entry 9"), (-1, false, "no entry -1"), (1, true, "no body"),
            (2, false, "record of an erasure"),
        ] {
            let error = await #expect(throws: LedgerError.self) {
                try await ledger.erase(
                    [Erasure(position: 1, content: true, body: false), Erasure(position: position, content: true, body: body)],
                    by: "ann", reason: "", at: Self.now)
            }
            #expect(error?.reason.contains(words) == true, "\(String(describing: error))")
        }
        #expect(try await ledger.entries(of: "one")[1] == entry(2))
        #expect(try await ledger.entries(of: "one").count == 3)
    }

    @Test("a key that is gone without a record of its erasure is a problem, and so is a record without an erasure")
    func unexplained() async throws {
        let scratch = try Scratch()
        try await SampleLedger.small(at: scratch.file())
        let image = try LedgerImage(of: scratch.file())
        let zeros = "content = zeroblob(length(content)), content_key = zeroblob(length(content_key))"
        let damages = [
            Damage("no key", "UPDATE entries SET content_key = zeroblob(92) WHERE position = 4", names: .entries([4])),
            Damage("no content", "UPDATE entries SET \(zeros) WHERE position = 4", names: .entries([4])),
            Damage(
                "no content, and a row that names another erasure",
                "UPDATE entries SET \(zeros) WHERE position = 4; INSERT INTO erasures VALUES (4, 'content', 12)",
                names: .entries([4])),
            Damage(
                "no content, and a row that names no erasure",
                "UPDATE entries SET \(zeros) WHERE position = 4; INSERT INTO erasures VALUES (4, 'content', 99)",
                names: .entries([4])),
            Damage("a row alone", "INSERT INTO erasures VALUES (1, 'content', 12)", names: .entries([1])),
            Damage("no row", "DELETE FROM erasures", names: .entries([11])),
            Damage(
                "something where it was erased", "UPDATE entries SET content = randomblob(length(content)) WHERE position = 11",
                names: .entries([11])),
            Damage(
                "a chunk where it was erased",
                "INSERT INTO blob_chunks SELECT body << 24, x'01' FROM entries WHERE position = 11",
                names: .entries([11])),
        ]
        let survey = try await DamageSurvey(damages, of: image, in: scratch)
        #expect(survey.missed.isEmpty, "\(survey.missed)")
        #expect(survey.found == damages.count)
    }

    @Test("retention picks by class and age exactly what it should")
    func retention() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let kinds = LedgerEntry.Kind.allCases.filter { $0 != .erased }
        // Two of each kind, the first ten days old and the second exactly five; each with a body.
        for (number, kind) in kinds.enumerated() {
            for age in [10.0, 5.0] {
                var entry = entry(number * 3 + (age == 5 ? 100 : 0), kind: kind)
                entry.recordedAt = Self.now.adding(seconds: -age * 86_400)
                try await SampleLedger.append([entry], body: [1], in: ledger)
            }
        }
        let classes: [Retention.Class: [LedgerEntry.Kind: Set<ErasedPart>]] = [
            .replies: [.outcome: [.body]], .answers: [.outcome: [.content]], .requests: [.intent: [.content, .body]],
            .testimony: [.received: [.content, .body]], .disclosures: [.released: [.content, .body]],
        ]
        #expect(Set(classes.keys) == Set(Retention.Class.allCases))
        for (name, expected) in classes {
            for (days, ages) in [(11.0, 0), (10, 0), (9, 1), (5, 1), (4.999, 2), (0, 2)] {
                let expired = try await ledger.expired(Retention(days: [name: days]), at: Self.now)
                let wanted = kinds.enumerated().flatMap { number, kind in
                    expected[kind].map { parts in (0..<ages).map { Erasure(position: Int64(2 * number + $0), parts: parts) } }
                        ?? []
                }
                #expect(expired == wanted, "\(name) after \(days) days")
            }
        }
        #expect(try await ledger.expired(Retention(days: [:]), at: Self.now).isEmpty)
        let all = Retention(days: Dictionary(uniqueKeysWithValues: Retention.Class.allCases.map { ($0, 7) }))
        let expired = try await ledger.expired(all, at: Self.now)
        #expect(expired.count == 4)
        _ = try await ledger.erase(expired, by: "retention", reason: "7 days", at: Self.now)
        #expect(try await ledger.expired(all, at: Self.now).isEmpty)
        try ledger.close()
        let result = try await verify(scratch.file())
        #expect(result.isSound && result.erasedParts == 8, "\(result.problems)")
    }
}
