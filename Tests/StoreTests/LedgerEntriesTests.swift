import Core
import Foundation
import Gateway
import Store
import Testing

struct LedgerEntriesTests {
    @Test("entries come back as they were appended, in order, and of their investigation only")
    func roundTrip() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let content: JSONValue = [
            "text": "a\u{0}b\u{202E}c <&> é", "number": 1.50, "list": [1, nil, true], "object": ["b": 1, "a": 2],
        ]
        let mine = [entry(1, content: content), entry(2, kind: .decision), entry(3, kind: .outcome)]
        var bare = entry(4, in: "two", kind: .received)
        bare.key = nil
        try await ledger.append(mine + [bare], tails: [])
        #expect(try await ledger.entries(of: "one") == mine)
        #expect(try await ledger.entries(of: "two") == [bare])
        #expect(try await ledger.entries(of: "three").isEmpty)
    }

    @Test("every kind of entry can be stored and read")
    func kinds() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let all = LedgerEntry.Kind.allCases.enumerated().map { entry($0.offset, kind: $0.element) }
        try await ledger.append(all, tails: [])
        #expect(try await ledger.entries(of: "one").map(\.kind) == LedgerEntry.Kind.allCases)
    }

    @Test("investigations are listed by when they began, the newest first")
    func investigations() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        for name in ["b", "a", "c", "a", "b"] {
            try await ledger.append([entry(1, in: name, kind: .outcome)], tails: [])
        }
        #expect(try await ledger.investigations() == ["c", "a", "b"])
    }

    @Test("a ledger that was not closed is whole when its files are opened again")
    func crash() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        for number in 0..<50 { try await ledger.append([entry(number)], tails: []) }
        // What another program would find had this one been killed here: the file and its log, without the shared index.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: scratch.file() + suffix, toPath: scratch.file("copy.db") + suffix)
        }
        let copy = try open(scratch.file("copy.db"))
        #expect(try await copy.entries(of: "one") == (0..<50).map { entry($0) })
    }

    @Test("a ledger opened again continues where it was")
    func reopen() async throws {
        let scratch = try Scratch()
        let first = try open(scratch.file())
        try await first.append([entry(1)], tails: [])
        let used = try await first.newBlob()
        try first.close()
        let second = try open(scratch.file())
        try await second.append([entry(2)], tails: [])
        #expect(try await second.entries(of: "one") == [entry(1), entry(2)])
        #expect(try await second.newBlob() > used)
    }

    @Test("a closed ledger takes and gives nothing, and says so")
    func closed() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        try ledger.close()
        await #expect(throws: LedgerError.self) { try await ledger.append([entry(1)], tails: []) }
        await #expect(throws: LedgerError.self) { try await ledger.entries(of: "one") }
        #expect(throws: LedgerError.self) { try ledger.read(BlobReference(id: 1, count: 1, sha256: ""), range: 0..<1) }
    }

    @Test("what could not be read back is not stored")
    func refusals() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        var deep: JSONValue = 1
        for _ in 0..<300 { deep = [deep] }
        var spaced = entry(1)
        spaced.key = CallKey(investigation: "one", round: 0, path: "two words", step: 0, index: 0)
        for bad in [entry(1, content: deep), entry(1, in: ""), entry(1, in: "a\u{0}b"), spaced] {
            await #expect(throws: LedgerError.self) { try await ledger.append([entry(0, in: "ok"), bad], tails: []) }
        }
        #expect(try await ledger.investigations().isEmpty)
    }

    @Test("callers at the same time all find their entries stored, each caller's in order")
    func concurrency() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<40 {
                group.addTask {
                    for number in 0..<5 {
                        try await ledger.append([entry(number, in: "i\(caller)")], tails: [])
                        let stored = try await ledger.entries(of: "i\(caller)")
                        guard stored.count == number + 1 else { throw LedgerError("append returned before its commit") }
                    }
                }
            }
            try await group.waitForAll()
        }
        for caller in 0..<40 {
            #expect(try await ledger.entries(of: "i\(caller)") == (0..<5).map { entry($0, in: "i\(caller)") })
        }
    }

    @Test("a caller that was cancelled does not undo the commit of others")
    func cancellation() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let cancelled = Task { try await ledger.append([entry(1, in: "cancelled")], tails: []) }
        cancelled.cancel()
        try await ledger.append([entry(1)], tails: [])
        try await cancelled.value
        #expect(try await ledger.investigations().sorted() == ["cancelled", "one"])
    }
}
