import Core
import Foundation
import Gateway
import Store
import Testing

@Suite("Killed and resumed", .serialized)
struct CrashTests {
    /// Kills in an ordinary run; `./test --full` does more.
    static let kills = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] == nil ? 20 : 100

    @Test("killed at seeded moments and resumed, a run gives the documents of an uninterrupted one and repeats no settled call")
    func killAndResume() async throws {
        let lab = try StagedLab(["--latency", "20-120", "--seed", "3"])
        defer { lab.remove() }
        let now = "\(lab.facts["day"]?.string ?? "")T20:00:00Z"
        let whole = try lab.inquest(["investigate", lab.incident, "--now", now, "--out", "whole"], ledger: "whole.db")
        #expect(whole.status == 0, "\(whole.errors)")
        let expected = try Report(lab.file("whole")).withoutAskingTimes
        var random = SeededGenerator(seed: 20)
        var interrupted = 0
        for number in 0..<CrashTests.kills {
            let share = (Double(number) + Double.random(in: 0..<1, using: &random)) / Double(CrashTests.kills)
            let ledger = "killed-\(number).db"
            _ = try lab.inquest(
                ["investigate", lab.incident, "--now", now, "--out", "killed-\(number)"], ledger: ledger,
                killAfter: whole.seconds * share)
            let settledBefore = try await settled(lab.file(ledger))
            guard let id = settledBefore.id else {
                // Killed before the start was durable: nothing was sent and there is nothing to resume.
                continue
            }
            if !FileManager.default.fileExists(atPath: lab.file("killed-\(number)/investigation.json").path) {
                interrupted += 1
            }
            let resumed = try lab.inquest(["investigate", "--resume", id, "--out", "resumed-\(number)"], ledger: ledger)
            #expect(resumed.status == 0, "\(resumed.errors)")
            let report = try Report(lab.file("resumed-\(number)")).withoutAskingTimes
            for name in Report.names { #expect(report[name] == expected[name], "kill \(number) at \(share): \(name) differs") }
            let after = try await settled(lab.file(ledger))
            for (key, count) in settledBefore.intents { #expect(after.intents[key] == count, "\(key) was asked again") }
        }
        print("\(interrupted) of \(CrashTests.kills) runs were killed before they ended")
        #expect(interrupted >= CrashTests.kills / 2)
    }

    /// The investigation in a ledger, and for each call whose outcome is there the number of its intents.
    private func settled(_ path: URL) async throws -> (id: String?, intents: [CallKey: Int]) {
        guard FileManager.default.fileExists(atPath: path.path) else { return (nil, [:]) }
        let ledger = try SQLiteLedger(path: path.path)
        guard let id = try await ledger.investigations().first else { return (nil, [:]) }
        let entries = try await ledger.entries(of: id)
        var intents: [CallKey: Int] = [:]
        for entry in entries where entry.kind == .intent { if let key = entry.key { intents[key, default: 0] += 1 } }
        let outcomes = Set(entries.filter { $0.kind == .outcome }.compactMap(\.key))
        return (id, intents.filter { outcomes.contains($0.key) })
    }

    @Test("a trace of system calls shows a sync of the ledger between each intent and its send")
    func syncBeforeSend() throws {
        let strace = "/usr/bin/strace"
        try #require(FileManager.default.isExecutableFile(atPath: strace), "strace is not installed")
        let lab = try StagedLab()
        defer { lab.remove() }
        let trace = lab.file("trace.txt")
        let run = try Programs.run(
            strace,
            [
                "-f", "-ttt", "-s", "4096", "-xx", "-e", "trace=pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync", "-o",
                trace.path,
                Programs.path("inquest"), "investigate", lab.incident, "--config", lab.file("inquest.yaml").path, "--store",
                lab.file("traced.db").path, "--out", lab.file("traced").path,
            ], in: lab.directory)
        #expect(run.status == 0, "\(run.errors)")
        let verdict = try SyncTrace(try String(contentsOf: trace, encoding: .utf8))
        print("\(verdict.sends) sends, each after a sync of its intent; \(verdict.syncs) syncs")
        #expect(verdict.sends > 30)
        #expect(verdict.unsynced.isEmpty, "\(verdict.unsynced.prefix(5))")
    }
}

/// A small generator with a seed (SplitMix64), so that the moments are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Reads what strace wrote: which call keys were written to the ledger, when it was synced, and which were sent.
struct SyncTrace {
    private(set) var sends = 0
    private(set) var syncs = 0
    /// Keys that were on the wire before a sync that began after they were written had ended.
    private(set) var unsynced: [String] = []

    init(_ text: String) throws {
        var written: Set<String> = []
        var durable: Set<String> = []
        // Per thread: what the ledger held when a sync began that has not ended yet.
        var syncing: [Substring: Set<String>] = [:]
        for line in text.split(separator: "\n") {
            guard let thread = line.split(separator: " ", maxSplits: 1).first else { continue }
            if line.contains("fdatasync(") || line.contains("fsync(") {
                if line.contains("<unfinished") {
                    syncing[thread] = written
                } else {
                    durable.formUnion(written)
                    syncs += 1
                }
            } else if line.contains("<... fdatasync resumed") || line.contains("<... fsync resumed") {
                durable.formUnion(syncing.removeValue(forKey: thread) ?? [])
                syncs += 1
            } else if line.contains("pwrite64(") {
                written.formUnion(SyncTrace.keysOfRows(SyncTrace.decode(line)))
            } else {
                for key in SyncTrace.keys(in: SyncTrace.decode(line), pattern: /user-agent: inquest\/[0-9.]+ \(([^)]+) a\d+\)/)
                {
                    sends += 1
                    if !durable.contains(key) { unsynced.append(key) }
                }
            }
        }
    }

    private static func keys(in text: String, pattern: Regex<(Substring, Substring)>) -> [String] {
        text.matches(of: pattern.ignoresCase()).map { String($0.output.1) }
    }

    /// Keys as the ledger's rows hold them: `ID rN path S.I`.
    private static func keysOfRows(_ text: String) -> [String] {
        text.matches(of: /(\d{8}T\d{6}Z-[0-9a-f]{8} r\d+ [^ \u{0}]+ \d+\.\d+)/).map { String($0.output.1) }
    }

    /// strace's `\x41\x42` back to text.
    private static func decode(_ line: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = line.utf8[...]
        let backslash = UInt8(ascii: "\\")
        while let position = rest.firstIndex(of: backslash) {
            let digits = rest[position...].dropFirst(2).prefix(2)
            bytes.append(UInt8(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0x3F)
            rest = rest[position...].dropFirst(4)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
