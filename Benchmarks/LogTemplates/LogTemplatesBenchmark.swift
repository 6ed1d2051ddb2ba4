import ArgumentParser
import Foundation
import LogTemplates

/// Scores log templates on sets with known answers, and measures speed and memory. `compare` runs it beside drain3.
@main
struct LogTemplatesBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "LogTemplatesBenchmark", abstract: "Log templates: accuracy on loghub-2k, speed, and memory.",
        subcommands: [Score.self, Speed.self, Memory.self, Lines.self], defaultSubcommand: Score.self)

    /// GA, FGA, PA and FTA of each system and their means.
    struct Score: ParsableCommand {
        @Argument(help: "The folder 2k_dataset of loghub-2k.tar.xz, unpacked.") var folder: String
        @Option(help: "A folder with a peer's answers: SYSTEM.tsv, one line \"group TAB template\" for each line.") var peer:
            String?
        @Option(help: "The peer's name.") var name = "drain3"

        func run() throws {
            let sets = try LabelledLog.all(in: folder)
            print("system        GA    FGA   PA    FTA   groups of")
            var scores: [Scores] = []
            for set in sets {
                let score = Scores(found: set.ours(), truth: set.templates)
                print(set.name.padding(toLength: 12, withPad: " ", startingAt: 0) + "  " + score.text)
                scores.append(score)
            }
            Summary(scores).print("mean")
            let first = zip(sets, scores).filter { LabelledLog.tunedOn.contains($0.0.name) }.map(\.1)
            let other = zip(sets, scores).filter { !LabelledLog.tunedOn.contains($0.0.name) }.map(\.1)
            Summary(first).print("mean of the \(first.count) that the rules were first written for")
            Summary(other).print("mean of the other \(other.count)")
            guard let peer else { return }
            print("\n\(name)")
            let theirs = try sets.map { Scores(found: try $0.answers(in: peer), truth: $0.templates) }
            for (set, score) in zip(sets, theirs) {
                print(set.name.padding(toLength: 12, withPad: " ", startingAt: 0) + "  " + score.text)
            }
            Summary(theirs).print("mean")
            Summary(differences: scores, theirs).print("ours less \(name)")
        }
    }

    /// Lines a second on one core.
    struct Speed: ParsableCommand {
        @Argument var folder: String
        @Option var lines = 1_000_000

        func run() throws {
            var corpus = try Corpus(folder)
            var chunks: [[UInt8]] = []
            var left = lines
            while left > 0 {
                chunks.append(corpus.next(min(left, 10_000)))
                left -= 10_000
            }
            let start = ProcessorTime.seconds
            var stream = LogTemplateStream()
            for chunk in chunks { stream.read(chunk) }
            let report = stream.finish()
            let seconds = ProcessorTime.seconds - start
            print(
                "lines a second        \(Int(Double(lines) / seconds))  (\(lines) lines, \(report.templates.count) templates)")
        }
    }

    /// Peak memory over many lines.
    struct Memory: ParsableCommand {
        @Argument var folder: String
        @Option var lines = 10_000_000

        func run() throws {
            var corpus = try Corpus(folder)
            let before = ProcessorTime.peakMegabytes
            var stream = LogTemplateStream()
            var left = lines
            while left > 0 {
                stream.read(corpus.next(min(left, 10_000)))
                left -= 10_000
            }
            let report = stream.finish()
            print(
                "peak memory           \(ProcessorTime.peakMegabytes) MB  (\(before) MB of it for the sets; \(lines) lines, "
                    + "\(report.templates.count) templates, \(report.unsorted) unsorted)")
        }
    }

    /// Writes the lines that `speed` reads, for peers.
    struct Lines: ParsableCommand {
        @Argument var folder: String
        @Option var lines = 1_000_000

        func run() throws {
            var corpus = try Corpus(folder)
            var left = lines
            while left > 0 {
                FileHandle.standardOutput.write(Data(corpus.next(min(left, 10_000))))
                left -= 10_000
            }
        }
    }
}
