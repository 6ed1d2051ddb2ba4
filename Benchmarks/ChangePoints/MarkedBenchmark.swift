import Analysis
import Foundation

/// F1 and covering on series whose change points people marked.
struct MarkedBenchmark {
    let series: [MarkedSeries]
    var verbose = false

    func report(peers: String?) throws {
        print("Change points, \(series.count) univariate series of TCPD, mean and 95 % interval over the series")
        print("                                  F1                      covering                seconds")
        let begin = Date()
        let answers = series.map { self.answers(ChangePointDetector(), $0) }
        let seconds = Date().timeIntervalSince(begin)
        line("inquest", answers, seconds)
        line("nothing", series.map { _ in [] }, 0)
        if let peers { try raceAgainst(peers) }
        guard verbose else { return }
        for (series, answers) in zip(series, answers) {
            print("    \(series.name): F1 \(String(format: "%.2f", series.f1(answers))) \(answers)")
        }
    }

    private func answers(_ detector: ChangePointDetector, _ series: MarkedSeries) -> [Int] {
        detector.changePoints(in: series.values).map(\.index)
    }

    private func line(_ name: String, _ answers: [[Int]], _ seconds: Double) {
        let f1 = Bootstrap(zip(series, answers).map { $0.f1($1) })
        let covering = Bootstrap(zip(series, answers).map { $0.covering($1) })
        print(
            name.padding(toLength: 32, withPad: " ", startingAt: 0)
                + String(
                    format: "  %.3f (%.3f to %.3f)  %.3f (%.3f to %.3f)  %.3f", f1.mean, f1.low, f1.high, covering.mean,
                    covering.low, covering.high, seconds))
    }

    private struct Peer: Decodable {
        var name: String
        var seconds: Double
        var answers: [[Int]]
    }

    private func raceAgainst(_ script: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "change-points-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSONEncoder().encode(series.map(\.values)).write(to: file)
        let result = try run("bash", [script, file.path])
        guard result.status == 0, let peers = try? JSONDecoder().decode([Peer].self, from: result.output) else {
            print("skipped: ruptures could not be run by \(script)")
            return
        }
        for peer in peers where peer.answers.count == series.count { line(peer.name, peer.answers, peer.seconds) }
    }

    /// Chooses among 36 sets of parameters by the F1 of every second series, and scores the others; then the other way round.
    func crossValidate() {
        var candidates: [ChangePointDetector] = []
        for noise in [2.0, 3, 4] {
            for share in [0.01, 0.02, 0.03, 0.05] {
                for slope in [0.25, 0.5, 0.75] {
                    var detector = ChangePointDetector()
                    (detector.noisePenalty, detector.relevantShare, detector.slopeShare) = (noise, share, slope)
                    candidates.append(detector)
                }
            }
        }
        let scores = candidates.map { detector in series.map { $0.f1(answers(detector, $0)) } }
        for (name, half) in [("even", 0), ("odd", 1)] {
            func mean(_ scores: [Double], _ rest: Int) -> Double {
                let chosen = scores.enumerated().filter { $0.offset % 2 == rest }.map(\.element)
                return chosen.reduce(0, +) / Double(chosen.count)
            }
            let best = scores.max { mean($0, half) < mean($1, half) } ?? []
            print(
                "chosen on the \(name) series: "
                    + String(format: "F1 %.3f there, %.3f on the others", mean(best, half), mean(best, 1 - half)))
        }
    }
}
