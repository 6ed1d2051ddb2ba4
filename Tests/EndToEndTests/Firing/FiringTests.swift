import Alerting
import Core
import Foundation
import Testing

@Suite("When rules fire")
struct FiringTests {
    private static let isFull = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] != nil

    /// All shapes over two days, or a few of each of some seeds over some hours.
    private static let cases: [(seed: UInt64, rules: Int, minutes: Int, skip: Int)] =
        isFull
        ? [(11, GeneratedRules.shapes.count, 2880, 0)]
        : (0..<3).map { (UInt64($0 + 1), 18, 150, $0 * 18) }

    @Test("alerts are pending and firing at the very minutes at which Prometheus' rule manager has them so", arguments: cases)
    func agreement(seed: UInt64, rules: Int, minutes: Int, skip: Int) throws {
        let generated = GeneratedRules(seed: seed, rules: rules, minutes: minutes, skip: skip)
        let oracle = FiringOracle(generated: generated)
        let server = try StagedPrometheus(history: oracle.history)
        defer { server.remove() }
        let truth = try oracle.fromPromtool(in: server.directory)
        let found = try oracle.fromBackTest(server)
        for (rule, history) in zip(generated.rules, found.histories) {
            let theirs = truth.filter { $0.rule == rule.name }
            let ours = found.marks.filter { $0.rule == rule.name }
            #expect(theirs == ours, "\(rule.expression), for \(rule.holdFor), keeping \(rule.keepFiringFor ?? 0)")
            #expect(history.gaps.isEmpty, "\(history.gaps)")
        }
        #expect(truth.contains { $0.isFiring } && truth.contains { !$0.isFiring })
    }
}
