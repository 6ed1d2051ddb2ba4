import ArgumentParser
import Core
import Foundation

struct FictionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fiction",
        abstract: "Writes post-mortems of staged incidents with planted errors, and which of their sentences are true."
    )

    @Option(help: "What everything is made from.")
    var seed: UInt64

    @Option(help: "A directory that 'lab run' or 'lab up' staged. May be repeated.")
    var stage: [String]

    @Option(help: "Where 'documents/' and 'truth.json' are written.")
    var out: String

    @Option(help: "How many documents are written.")
    var documents = 30

    @Option(help: "Which sentence frames are used: all, open (those not set aside), or held-out.")
    var frames = FictionFrame.Selection.all

    @Option(
        help: ArgumentHelp(
            "Frames of your own in place of these: a line each, topic, role and template, apart by tabs.", valueName: "file"))
    var framesFile: String?

    func run() throws {
        let incidents = try stage.map { directory in
            let file = URL(fileURLWithPath: directory).appendingPathComponent("lab.json")
            return try FictionIncident(stage: JSONValue(parsing: Array(Data(contentsOf: file))))
        }
        guard !incidents.isEmpty, (1...1000).contains(documents) else {
            throw ValidationError("give at least one --stage, and 1 to 1000 --documents")
        }
        let own = try framesFile.map { try FictionFrame.read(String(contentsOfFile: $0, encoding: .utf8), from: $0) }
        let library = FictionLibrary(
            incidents, seed: seed, documents: documents, frames: own ?? FictionFrame.selected(frames))
        let directory = URL(fileURLWithPath: out).standardizedFileURL
        let place = directory.appendingPathComponent("documents")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for document in library.documents {
            try Data(document.text.utf8).write(to: place.appendingPathComponent(document.name))
        }
        try Data(library.json.pretty.utf8).write(to: directory.appendingPathComponent("truth.json"))
        let claims = library.answers.filter { $0.frame != nil }
        print(
            "\(library.documents.count) documents, \(claims.count) claims (\(claims.count { $0.isTrue }) true), "
                + "\(claims.count { $0.heldOut }) in held-out frames")
    }
}

extension FictionFrame.Selection: ExpressibleByArgument {}

struct FictionScoreCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "fiction-score", abstract: "Compares checks of fictions with their truth.")

    @Option(help: "The truth, as 'lab fiction' wrote it.")
    var truth: String

    @Option(help: "text or json.")
    var format = Format.text

    @Flag(help: "List what was misjudged, frame by frame.")
    var verbose = false

    @Argument(help: "The JSON of 'inquest check --format json', one file a document.")
    var checks: [String]

    func run() throws {
        let read = { (path: String) in try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path)))) }
        let score = try FictionScore(truth: read(truth), checks: checks.map(read))
        print(format == .json ? score.json.pretty : score.text(verbose: verbose), terminator: "")
    }
}
