import ArgumentParser
import Foundation

/// Investigates frozen incidents with known answers, the whole program for each, and scores what it concluded.
///
/// The data are read at `../shared/datasets/incidents`: for each incident a directory in the layout that `--from-dir` reads, and
/// `NAME.truth.json` beside it. Where they are absent the benchmark says so and ends.
@main
struct IncidentBenchmark: ParsableCommand {
    @Option(help: "Folder with one directory for each incident, and NAME.truth.json beside it.")
    var data = "../shared/datasets/incidents"

    @Option(help: "The program.")
    var program = ".build/debug/inquest"

    @Flag(help: "The hypotheses of each incident with their terms.")
    var verbose = false

    func run() throws {
        let folder = URL(fileURLWithPath: data)
        let truths = (try? Truth.all(in: folder)) ?? []
        guard !truths.isEmpty else {
            print("No incidents at \(data): skipped.")
            return
        }
        let runner = InquestRunner(program: URL(fileURLWithPath: program))
        var results: [Result] = []
        print(
            "incident                              cause          first service                blast  remediation      seconds")
        for truth in truths {
            let run = try runner.investigate(folder.appendingPathComponent(truth.scenario))
            let result = Result(truth: truth, conclusion: run.conclusion, seconds: run.seconds)
            results.append(result)
            print(result.row)
            if verbose { print(run.conclusion.explanation) }
        }
        report(results)
    }

    private func report(_ results: [Result]) {
        func line(_ what: String, _ count: Int, _ beat: String) {
            print("\(what): \(count) of \(results.count) (95 % \(Wilson(count, of: results.count).text))\(beat)")
        }
        print("")
        line(
            "right commit, or right \"none\", at rank 1", results.count(where: \.isRight),
            "; to beat: scripted heuristics 29 %, always \"none\" 29 %, the best language models 100 %")
        line("a decoy at rank 1", results.count(where: \.isDecoy), "; scripted heuristics 71 %")
        line("first failing service", results.count(where: \.isFirstServiceRight), "")
        line("remediation", results.count(where: \.isRemediationRight), "")
        let overlaps = results.map(\.overlap)
        let mean = overlaps.reduce(0, +) / Double(overlaps.count)
        let deviation = (overlaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(max(1, overlaps.count - 1)))
            .squareRoot()
        let half = 1.96 * deviation / Double(overlaps.count).squareRoot()
        print(
            "blast radius, mean Jaccard: \(mean.formatted(2)) (95 % \((mean - half).formatted(2)) to"
                + " \(min(1, mean + half).formatted(2)))")
        let total = results.map(\.seconds).reduce(0, +)
        print("time for all, whole program each: \(total.formatted(1)) s")
    }
}

extension Double {
    func formatted(_ places: Int) -> String { String(format: "%.\(places)f", self) }
}

/// The 95 % interval of a share of few (Wilson 1927).
struct Wilson {
    var low: Double
    var high: Double

    init(_ count: Int, of total: Int) {
        let (n, z) = (Double(max(1, total)), 1.96)
        let share = Double(count) / n
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        low = max(0, centre - half)
        high = min(1, centre + half)
    }

    var text: String { "\(low.formatted(2)) to \(high.formatted(2))" }
}
