import Core
import Foundation
import Gateway
import Store
import Testing

struct ConcurrencyTests {
    @Test("two programs that append at once leave one log without holes, which verifies")
    func twoWriters() async throws {
        let scratch = try Scratch()
        let ledgers = [try open(scratch.file()), try open(scratch.file())]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (which, ledger) in ledgers.enumerated() {
                group.addTask {
                    for number in 0..<25 {
                        try await SampleLedger.append(
                            [entry(number, in: "w\(which)"), entry(number, in: "shared", kind: .outcome)],
                            body: [UInt8(number)],
                            in: ledger)
                    }
                }
                group.addTask {
                    for number in 0..<25 { try await ledger.appendSoon([entry(number, in: "s\(which)")], tails: []) }
                    try await ledger.flush()
                }
            }
            try await group.waitForAll()
        }
        let checkpoint = try #require(try await ledgers[1].checkpoint())
        #expect(try await ledgers[0].leaves().count == 150)
        #expect(try await ledgers[0].entries(of: "shared").count == 50)
        for which in 0..<2 {
            let numbers = (0..<25).map { entry($0, in: "s\(which)") }
            #expect(try await ledgers[1 - which].entries(of: "s\(which)") == numbers)
        }
        let result = try await verify(scratch.file(), against: [checkpoint])
        #expect(result.isSound && result.size == 150, "\(result.problems)")
    }

    @Test("one of many who begin the same call, or the same investigation, wins, in whichever program")
    func once() async throws {
        let scratch = try Scratch()
        let ledgers = [try open(scratch.file()), try open(scratch.file())]
        for wanted in [entry(1), SampleLedger.start("one")] {
            let results = await withTaskGroup(of: LedgerError?.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        do throws(LedgerError) {
                            try await ledgers[number % 2].append([wanted], tails: [])
                            return nil
                        } catch { return error }
                    }
                }
                return await group.reduce(into: [LedgerError?]()) { $0.append($1) }
            }
            #expect(results.count { $0 == nil } == 1)
            #expect(results.count { $0?.isDuplicate == true } == 19)
        }
        var second = entry(1)
        second.attempt += 1
        try await ledgers[0].append([second, entry(1, kind: .outcome)], tails: [])
        #expect(try await ledgers[1].entries(of: "one").count == 4)
        let result = try await verify(scratch.file())
        #expect(result.isSound && result.size == 4, "\(result.problems)")
    }

    @Test("a duplicate fails by itself, and what came at the same time is stored")
    func others() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        try await ledger.append([entry(0)], tails: [])
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        try await ledger.append([entry(number % 2 == 0 ? 0 : number)], tails: [])
                        return number % 2 == 1
                    } catch let error as LedgerError { return error.isDuplicate && number % 2 == 0 }
                }
            }
            for try await isAsExpected in group { #expect(isAsExpected) }
        }
        #expect(try await ledger.leaves().count == 21)
        #expect(try await verify(scratch.file()).isSound)
    }

    @Test("what is queued keeps its order with what is appended, and its body can be read at once")
    func queued() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        for number in 0..<30 {
            let id = try await ledger.newBlob()
            var queued = entry(2 * number, kind: .outcome)
            let blob = BlobReference(id: id, count: 300, sha256: "ab")
            queued.blob = blob
            try await ledger.appendSoon([queued], tails: [BlobTail(blob: id, position: 0, bytes: pattern(300))])
            #expect(try ledger.read(blob, range: 0..<300) == pattern(300))
            #expect(try ledger.read(blob, range: 7..<9) == [7, 8])
            try await ledger.append([entry(2 * number + 1)], tails: [])
            #expect(try ledger.read(blob, range: 0..<300) == pattern(300))
        }
        #expect(try await ledger.entries(of: "one").map(\.key?.index) == (0..<60).map { Optional($0) })
        #expect(try await verify(scratch.file()).isSound)
    }

    @Test("what was queued is durable within moments, without a flush")
    func patience() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        try await ledger.appendSoon([entry(1)], tails: [])
        let other = try open(scratch.file())
        var count = 0
        for _ in 0..<200 where count == 0 {
            try await Task.sleep(for: .milliseconds(25))
            count = try await other.entries(of: "one").count
        }
        #expect(count == 1)
        withExtendedLifetime(ledger) {}
    }

    @Test("a ledger that is let go of without closing loses nothing that was appended")
    func dropped() async throws {
        let scratch = try Scratch()
        for round in 0..<10 {
            let ledger = try open(scratch.file())
            try await SampleLedger.append([entry(round, kind: .outcome)], body: pattern(50), in: ledger)
        }
        let ledger = try open(scratch.file())
        let entries = try await ledger.entries(of: "one")
        #expect(entries.map(\.key?.index) == (0..<10).map { Optional($0) })
        for entry in entries { #expect(try entry.blob.map { try ledger.read($0, range: 0..<50) } == pattern(50)) }
    }

    @Test("the files of a program that was killed open to a log that verifies, whenever it was killed")
    func killed() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        var kept: [SignedNote] = []
        for number in 0..<20 {
            try await SampleLedger.append([entry(number, kind: .outcome)], body: [UInt8(number)], in: ledger)
            kept.append(try #require(try await ledger.checkpoint()))
            let copy = scratch.file("killed\(number).db")
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: scratch.file() + suffix, toPath: copy + suffix)
            }
            let result = try await verify(copy, against: kept)
            #expect(result.isSound && result.size == Int64(number + 1), "\(result.problems)")
        }
    }

    @Test("a ledger that is written to verifies meanwhile")
    func meanwhile() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file())
        let writer = Task {
            for number in 0..<200 { try await ledger.append([entry(number)], tails: []) }
        }
        var sizes: [Int64] = []
        while sizes.count < 8 {
            let result = try await verify(scratch.file(), workers: 2)
            #expect(result.isSound, "\(result.problems)")
            sizes.append(result.size)
        }
        try await writer.value
        #expect(sizes == sizes.sorted())
        #expect(try await verify(scratch.file()).size == 200)
    }
}
