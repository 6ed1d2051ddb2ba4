import ArgumentParser
import Core
import Foundation
import Gateway
import Store

/// Measures what an investigation costs: wall time against the critical path of its calls, and peak memory.
///
/// The Lab adds a seeded delay to every answer. The critical path is the longest chain of calls in which each needed data from
/// the one before, by the parents that the ledger records for each call; the time between two calls of a chain is the
/// program's own and counts against it.
struct CostBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost", abstract: "Wall time against the critical path of the calls, and peak memory.")

    @Option(help: "Services in the staged system; repeat for growth.")
    var services: [Int] = [5]

    @Option(help: "Delay that the Lab adds to every answer, in milliseconds.")
    var latency = "50-300"

    @Option(help: "Seed of the delays.")
    var seed = 7

    @Option(help: "Runs of each size.")
    var runs = 3

    @Option(help: "Fail when the median ratio at 5 services, or the peak memory of any run, is above these.")
    var maximumRatio: Double?

    @Option var maximumMegabytes: Double?

    func run() async throws {
        print("services  calls  bytes      wall s  critical path s  ratio  peak MiB")
        var failed = false
        for count in services {
            let lab = try StagedLab(
                "payment-timeout", options: ["--latency", latency, "--seed", "\(seed)", "--services", "\(count)"])
            defer { lab.stop() }
            var results: [Result] = []
            for run in 0..<runs { results.append(try await measure(lab, run)) }
            let median = results.sorted { $0.ratio < $1.ratio }[results.count / 2]
            print(median.row(services: count))
            let peak = results.map(\.megabytes).max() ?? 0
            if let maximumRatio, count == 5, median.ratio > maximumRatio { failed = true }
            if let maximumMegabytes, peak > maximumMegabytes { failed = true }
        }
        if failed {
            print("over the limit")
            throw ExitCode.failure
        }
    }

    struct Result {
        var calls: Int
        var bytes: Int
        var wall: Double
        var criticalPath: Double
        var megabytes: Double
        var ratio: Double { wall / max(criticalPath, 1e-9) }

        func row(services: Int) -> String {
            func column(_ value: String, _ width: Int) -> String {
                String(repeating: " ", count: max(0, width - value.count)) + value
            }
            func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
            return column("\(services)", 8) + column("\(calls)", 7) + column("\(bytes)", 11) + column(fixed(wall, 2), 8)
                + column(fixed(criticalPath, 2), 17) + column(fixed(ratio, 2), 7) + column(fixed(megabytes, 0), 10)
        }
    }

    private func measure(_ lab: StagedLab, _ run: Int) async throws -> Result {
        let store = lab.directory.appendingPathComponent("benchmark-\(run).db").path
        let begun = Date()
        let child = try lab.investigate(store: store, out: "benchmark-\(run)")
        let wall = Date().timeIntervalSince(begun)
        guard child.status == 0 else { throw ValidationError("inquest ended with \(child.status)") }
        let key = try LedgerKeyFile.read(lab.directory.appendingPathComponent(".inquest/master.key").path)
        let ledger = try SQLiteLedger(path: store, key: key)
        let id = try await ledger.investigations().first ?? ""
        let entries = try await ledger.entries(of: id)
        let path = CriticalPath(entries)
        return Result(
            calls: path.calls, bytes: entries.compactMap(\.blob?.count).reduce(0, +), wall: wall,
            criticalPath: path.longest, megabytes: Double(child.peakKilobytes) / 1024)
    }
}
