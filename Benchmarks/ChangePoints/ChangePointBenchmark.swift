import Analysis
import ArgumentParser
import Foundation

/// Scores change points on the Turing Change Point Dataset beside `ruptures`, and counts onsets: those that people marked in
/// recorded incidents, and false ones on fault-free hours.
@main
struct ChangePointBenchmark: ParsableCommand {
    @Option(help: "Folder with tcpd.tar.xz, nezha-train-ticket.tar.xz and incidents.")
    var data = "../shared/datasets"

    @Option(help: "Folder into which archives are unpacked.")
    var scratch = ".build/benchmark-data"

    @Option(help: "Folder with the script that runs the peers and with the marked onsets.")
    var scripts = "Benchmarks/ChangePoints"

    @Flag(help: "Without ruptures.")
    var withoutPeers = false

    @Flag(help: "Each series' answer, and onsets by metric.")
    var verbose = false

    @Flag(help: "Also choose parameters on one half of the series and score the other.")
    var crossValidate = false

    func run() throws {
        let sets = DataSets(source: URL(fileURLWithPath: data), scratch: URL(fileURLWithPath: scratch))
        if let folder = sets.folder("tcpd") {
            let marked = MarkedBenchmark(series: try MarkedSeries.all(in: folder), verbose: verbose)
            try marked.report(peers: withoutPeers ? nil : scripts + "/peers")
            if crossValidate { marked.crossValidate() }
        }
        try reportMarkedOnsets()
        if let folder = sets.folder("nezha-train-ticket") {
            QuietBenchmark(all: try QuietSeries.all(in: folder), verbose: verbose).report()
        }
    }

    private func reportMarkedOnsets() throws {
        let incidents = URL(fileURLWithPath: data).appending(path: "incidents")
        guard FileManager.default.fileExists(atPath: incidents.path) else {
            print("skipped: \(incidents.path) is not there")
            return
        }
        let marks = URL(fileURLWithPath: scripts).appending(path: "onsets.csv")
        print("Onsets marked by eye in the metrics of recorded incidents")
        let all = try MarkedOnset.all(marks: marks, incidents: incidents, lead: 5400)
        report(all, "window from 90 minutes before the alert")
        report(try MarkedOnset.all(marks: marks, incidents: incidents, lead: .infinity), "all that was recorded, no baseline")
        report(all.map { $0.cut(after: 4) }, "as of four samples after the onset")
        report(all.map { $0.cut(before: 12) }, "twelve samples before the onset, no baseline")
    }

    private func report(_ all: [MarkedOnset], _ name: String) {
        MarkedOnsetBenchmark(all: all, verbose: verbose).report(name)
    }
}
