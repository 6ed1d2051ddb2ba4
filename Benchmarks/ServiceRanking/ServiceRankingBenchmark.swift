import ArgumentParser
import Foundation

/// Ranks the services of a running system by faults that were injected into one of them, beside published figures and fse-baro.
@main
struct ServiceRankingBenchmark: ParsableCommand {
    @Option(help: "Folder with nezha-train-ticket.tar.xz.")
    var data = "../shared/datasets"

    @Option(help: "Folder with the unpacked archive; by default it is unpacked into the scratch folder.")
    var unpacked: String?

    @Option(help: "Folder into which the archive is unpacked.")
    var scratch = ".build/benchmark-data"

    @Option(help: "The script that runs fse-baro.")
    var peer = "Benchmarks/ServiceRanking/compare"

    @Flag(help: "Without fse-baro.")
    var withoutPeer = false

    @Flag(help: "Each fault, with the first of the ranking and their terms.")
    var verbose = false

    func run() throws {
        let scratch = URL(fileURLWithPath: scratch)
        guard let folder = try unpacked.map({ URL(fileURLWithPath: $0) }) ?? unpack(into: scratch) else { return }
        let report = Report(faults: try TrainTicket(folder: folder), isVerbose: verbose)
        try report.everything()
        try report.metricsAlone(peer: withoutPeer ? nil : peer, scratch: scratch)
    }

    private func unpack(into scratch: URL) throws -> URL? {
        let archive = URL(fileURLWithPath: data).appending(path: "nezha-train-ticket.tar.xz")
        guard FileManager.default.fileExists(atPath: archive.path) else {
            print("skipped: \(archive.path) is not there")
            return nil
        }
        let folder = scratch.appending(path: "nezha-train-ticket")
        let done = folder.appending(path: ".unpacked")
        if FileManager.default.fileExists(atPath: done.path) { return folder }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["tar", "-xJf", archive.path, "-C", folder.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            print("skipped: tar could not unpack \(archive.path)")
            return nil
        }
        try Data().write(to: done)
        return folder
    }
}
