import Analysis
import ArgumentParser
import Foundation

/// Scores change points on the Turing Change Point Dataset beside `ruptures`, and counts onsets on fault-free hours.
@main
struct ChangePointBenchmark: ParsableCommand {
    @Option(help: "Folder with tcpd.tar.xz and nezha-train-ticket.tar.xz.")
    var data = "../shared/datasets"

    @Option(help: "Folder into which archives are unpacked.")
    var scratch = ".build/benchmark-data"

    @Option(help: "Folder with the script that runs the peers.")
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
        if let folder = sets.folder("nezha-train-ticket") {
            QuietBenchmark(all: try QuietSeries.all(in: folder), verbose: verbose).report()
        }
    }
}
