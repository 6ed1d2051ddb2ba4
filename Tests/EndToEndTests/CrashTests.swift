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
        // The first run starts with cold files and a cold Lab; the runs to be killed are as fast as a second one.
        let warm = try lab.inquest(["investigate", lab.incident, "--now", now, "--out", "warm"], ledger: "warm.db")
        #expect(warm.status == 0, "\(warm.errors)")
        #expect(try Report(lab.file("warm")).withoutAskingTimes == expected)
        var random = SeededGenerator(seed: 20)
        var interrupted = 0
        // Machines are not always equally fast: what ends before its kill says how long a run takes now.
        var length = warm.seconds
        for number in 0..<CrashTests.kills {
            let share = (Double(number) + Double.random(in: 0..<1, using: &random)) / Double(CrashTests.kills)
            let ledger = "killed-\(number).db"
            let killed = try lab.inquest(
                ["investigate", lab.incident, "--now", now, "--out", "killed-\(number)"], ledger: ledger,
                killAfter: length * share)
            let settledBefore = try await settled(lab.file(ledger))
            guard let id = settledBefore.id else {
                // Killed before the start was durable: nothing was sent and there is nothing to resume.
                continue
            }
            if !FileManager.default.fileExists(atPath: lab.file("killed-\(number)/investigation.json").path) {
                interrupted += 1
            } else {
                length = min(length, killed.seconds)
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
        let ledger = try StagedLab.ledger(at: path)
        guard let id = try await ledger.investigations().first else { return (nil, [:]) }
        let entries = try await ledger.entries(of: id)
        var intents: [CallKey: Int] = [:]
        for entry in entries where entry.kind == .intent { if let key = entry.key { intents[key, default: 0] += 1 } }
        let outcomes = Set(entries.filter { $0.kind == .outcome }.compactMap(\.key))
        return (id, intents.filter { outcomes.contains($0.key) })
    }

    @Test("a trace of system calls shows a sync of the ledger between each intent and its request or its git")
    func syncBeforeSend() async throws {
        let strace = "/usr/bin/strace"
        try #require(FileManager.default.isExecutableFile(atPath: strace), "strace is not installed")
        let lab = try StagedLab()
        defer { lab.remove() }
        let trace = lab.file("trace.txt")
        let run = try Programs.run(
            strace,
            [
                "-f", "-y", "-s", "65536", "-xx", "-e", "trace=\(SyncTrace.systemCalls)", "-o", trace.path,
                Programs.path("inquest"), "investigate", lab.incident, "--config", lab.file("inquest.yaml").path, "--store",
                lab.file("traced.db").path, "--out", lab.file("traced").path,
            ], in: lab.directory)
        #expect(run.status == 0, "\(run.errors)")
        let commands = try await gitCommands(lab.file("traced.db"))
        let lines = try String(contentsOf: trace, encoding: .utf8).split(separator: "\n")
        let verdict = SyncTrace(lines, ledger: "traced.db", commands: commands)
        print(
            "\(verdict.requests) requests and \(verdict.programs) programs, each after a sync of its intent; \(verdict.syncs) syncs"
        )
        #expect(verdict.requests > 30)
        #expect(verdict.programs == commands.count && verdict.programs > 0)
        #expect(verdict.unsynced.isEmpty, "\(verdict.unsynced.prefix(5))")
        // The same trace without its syncs must fail for everything that left the program.
        let blind = SyncTrace(lines.filter { !$0.contains("sync") }, ledger: "traced.db", commands: commands)
        #expect(blind.syncs == 0)
        #expect(blind.unsynced.count == verdict.requests + verdict.programs)
    }

    /// The arguments of git in each intent of the ledger that has some.
    private func gitCommands(_ path: URL) async throws -> [SyncTrace.Attempt: [String]] {
        let ledger = try StagedLab.ledger(at: path)
        let id = try #require(try await ledger.investigations().first)
        var commands: [SyncTrace.Attempt: [String]] = [:]
        for entry in try await ledger.entries(of: id) where entry.kind == .intent {
            guard let key = entry.key, let arguments = entry.content["call"]?["arguments"]?.array, !arguments.isEmpty else {
                continue
            }
            commands[SyncTrace.Attempt(key: key.description, number: entry.attempt)] = arguments.compactMap(\.string)
        }
        return commands
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
