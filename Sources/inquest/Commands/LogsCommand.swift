import ArgumentParser
import Core
import Foundation
import LogTemplates

struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "What logs consist of: their templates, with counts, times, examples and values.",
        discussion: """
            Reads once and keeps the templates alone, so a log may be of any size. Lines may be text, JSON or logfmt; a stack trace
            counts with the record before it. Neither configuration nor ledger is read. Several files are read one after the other.
            """)

    @Argument(help: ArgumentHelp("Files with logs; - reads standard input.", valueName: "file"))
    var files: [String]

    @Flag(help: "With --format json: the template's id for each line of input, in \"lines\". Takes 12 bytes of memory a line.")
    var assign = false

    @Option(help: ArgumentHelp("Templates to print as text, the most frequent first; 0 prints all.", valueName: "count"))
    var top = 40

    @Option(
        help: ArgumentHelp(
            "End of the baseline: records with an earlier time are counted apart (2026-11-20T14:00:00Z).", valueName: "time"))
    var baselineEnd: String?

    @Option(help: "Form of the results on standard output.")
    var format: CommonOptions.Format = .text

    func validate() throws {
        if assign, format != .json { throw ValidationError("--assign needs --format json") }
        if top < 0 { throw ValidationError("--top is a count; 0 prints all") }
    }

    func run() throws {
        var end: Instant?
        if let baselineEnd {
            end = Instant(rfc3339: baselineEnd)
            guard end != nil else {
                throw Problem.badInput("--baseline-end: '\(baselineEnd)' is not a time; give 2026-11-20T14:00:00Z")
            }
        }
        let paths = files
        for path in paths where path != "-" { try LogFile.check(path) }
        var stream = LogTemplateStream(assigning: assign, baselineEnd: end?.seconds)
        for path in paths {
            try LogFile.read(path) { chunk in stream.read(chunk) }
            stream.endLog()
        }
        let view = LogTemplatesView(report: stream.finish(), hasBaseline: end != nil)
        if format == .json {
            view.writeJSON(assigning: assign) { Terminal.result($0) }
        } else {
            Terminal.result(view.text(top: top))
        }
    }
}
