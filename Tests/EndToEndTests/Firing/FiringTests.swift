import Alerting
import Core
import Foundation
import Testing

@Suite("When rules fire")
struct FiringTests {
    private static let isFull = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] != nil

    /// All shapes over two days, or a few of each of some seeds over some hours.
    private struct Case: Sendable {
        var seed: UInt64
        var rules: Int
        var minutes: Int
        var skip: Int
    }

    /// All shapes over two days, or a third of them each of three seeds over some hours.
    private static let cases: [Case] =
        isFull
        ? [Case(seed: 11, rules: GeneratedRules.shapes.count, minutes: 2880, skip: 0)]
        : [
            Case(seed: 1, rules: 22, minutes: 150, skip: 0), Case(seed: 2, rules: 22, minutes: 150, skip: 22),
            Case(seed: 3, rules: 22, minutes: 150, skip: 44),
        ]

    @Test("alerts are pending and firing at the very minutes at which Prometheus' rule manager has them so", arguments: cases)
    private func agreement(_ one: Case) throws {
        let generated = GeneratedRules(seed: one.seed, rules: one.rules, minutes: one.minutes, skip: one.skip)
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
