import Core
import Foundation
import Gateway
import Store
import Testing

/// What only a checkpoint kept elsewhere can tell.
struct RollbackTests {
    private func ledger(_ path: String, _ entries: [LedgerEntry], key: UInt8 = 7, origin: String? = nil) async throws
        -> SignedNote
    {
        let ledger = try SQLiteLedger(path: path, key: masterKey(key), origin: origin)
        for entry in entries { try await ledger.append([entry], tails: []) }
        let checkpoint = try #require(try await ledger.checkpoint())
        try ledger.close()
        return checkpoint
    }

    @Test("an older copy of the file is sound by itself and rolled back against a checkpoint kept elsewhere")
    func rollback() async throws {
        let scratch = try Scratch()
        let early = try await ledger(scratch.file(), [entry(1), entry(2)])
        try FileManager.default.copyItem(atPath: scratch.file(), toPath: scratch.file("old.db"))
        let late = try await ledger(scratch.file(), [entry(3)])
        #expect(try await verify(scratch.file(), against: [early, late]).isSound)
        #expect(try await verify(scratch.file("old.db"), against: [early]).isSound)
        let problems = try await verify(scratch.file("old.db"), against: [early, late]).problems
        #expect(problems.count == 1 && problems.first?.subject == .log)
        #expect(problems.first?.reason.contains("rolled back: it has 2 entries") == true)
    }

    @Test("a log made again with the same key is a fork, of the same size and of a larger one", arguments: [2, 3])
    func fork(size: Int) async throws {
        let scratch = try Scratch()
        let kept = try await ledger(scratch.file(), [entry(1), entry(2)])
        let others = (0..<size).map { entry($0 + 1, content: ["n": 2]) }
        _ = try await ledger(scratch.file("fork.db"), others)
        #expect(try await verify(scratch.file("fork.db")).isSound)
        let problems = try await verify(scratch.file("fork.db"), against: [kept]).problems
        #expect(problems.count == 1 && problems.first?.subject == .checkpoint(size: 2))
        #expect(problems.first?.reason.hasPrefix("forked") == true)
    }

    @Test("even the same entries made again are a fork, because every record has keys of its own")
    func again() async throws {
        let scratch = try Scratch()
        let kept = try await ledger(scratch.file(), [entry(1)])
        _ = try await ledger(scratch.file("fork.db"), [entry(1)])
        #expect(try await !verify(scratch.file("fork.db"), against: [kept]).isSound)
    }

    @Test("a checkpoint of another log, by key or by name, is not taken for one of this log")
    func others() async throws {
        let scratch = try Scratch()
        _ = try await ledger(scratch.file(), [entry(1)])
        let otherKey = try await ledger(scratch.file("key.db"), [entry(1)], key: 8)
        let otherName = try await ledger(scratch.file("name.db"), [entry(1)], origin: "example.com/log")
        for note in [otherKey, otherName] {
            let problems = try await verify(scratch.file(), against: [note]).problems
            #expect(problems.count == 1 && problems.first?.subject == .log)
            #expect(problems.first?.reason.contains("not one of this log") == true)
        }
    }

    @Test("a ledger emptied of everything is rolled back too")
    func emptied() async throws {
        let scratch = try Scratch()
        let kept = try await ledger(scratch.file(), [entry(1)])
        try open(scratch.file("empty.db")).close()
        let problems = try await verify(scratch.file("empty.db"), against: [kept]).problems
        #expect(problems.contains { $0.subject == .log && $0.reason.contains("rolled back") }, "\(problems)")
    }
}
