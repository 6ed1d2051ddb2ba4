import Analysis
import Core
import Foundation

/// What the benchmark prints.
struct Report {
    let faults: TrainTicket
    let isVerbose: Bool

    /// From table 3 of Nezha's paper (Yu et al., ESEC/FSE 2023), with metrics, logs and traces.
    private static let published = [
        ("Nezha", ".867 .978 .978"), ("MicroRCA", ".20 .31 .44"), ("MicroRank", ".16 .24 .36"), ("PDiagnose", ".09 .13 .22"),
    ]

    func everything() throws {
        print("Train Ticket, metrics, logs and traces")
        var outcomes: [Outcome] = []
        var seconds = 0.0
        for fault in faults.faults {
            let item = try faults.whole(fault)
            let start = ContinuousClock.now
            let suspects = item.file.suspects()
            seconds += (ContinuousClock.now - start).seconds
            let outcome = Outcome(fault, ranking: suspects.map(\.service))
            outcomes.append(outcome)
            if isVerbose { show(outcome, suspects) }
        }
        show(outcomes)
        print("  \(text(seconds / Double(max(1, outcomes.count)))) s a fault")
        for (name, figures) in Report.published { print("  published: \(name) \(figures)") }
    }

    func metricsAlone(peer: String?, scratch: URL) throws {
        print("Train Ticket, metrics alone")
        let cases = faults.faults.map(faults.metricsOnly)
        let start = ContinuousClock.now
        let rankings = cases.map { $0.file.suspects().map(\.service) }
        let seconds = (ContinuousClock.now - start).seconds
        show(zip(cases, rankings).map { Outcome($0.fault, ranking: $1) })
        print("  \(text(seconds)) s for all")
        guard let peer, let answer = try Peer.ask(cases, script: peer, scratch: scratch) else { return }
        print("fse-baro \(answer.version), the same metrics")
        show(zip(cases, answer.rankings).map { Outcome($0.fault, ranking: $1) })
        print("  \(text(answer.seconds)) s for all: \(text(answer.seconds / seconds)) times as long")
    }

    private func show(_ outcomes: [Outcome]) {
        print("  all         \(Scores(outcomes: outcomes))")
        for day in Set(outcomes.map(\.fault.day)).sorted() {
            print("  \(day)  \(Scores(outcomes: outcomes.filter { $0.fault.day == day }))")
        }
        for kind in Set(outcomes.map(\.fault.kind)).sorted() {
            let padded = kind.padding(toLength: 15, withPad: " ", startingAt: 0)
            print("  \(padded) \(Scores(outcomes: outcomes.filter { $0.fault.kind == kind }))")
        }
    }

    private func show(_ outcome: Outcome, _ suspects: [Suspect]) {
        print("\(outcome.fault.time.rfc3339()) \(outcome.fault.service) \(outcome.fault.kind): \(outcome.place ?? 0)")
        guard outcome.place != 1 else { return }
        for suspect in suspects.prefix(2) + suspects.filter({ $0.service == outcome.fault.service }) {
            print("    \(suspect.service) \(suspect.score)")
            for term in suspect.terms { print("        \(term.name) \(term.value): \(term.says)") }
        }
    }

    private func text(_ value: Double) -> String { String(format: "%.3f", value) }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
