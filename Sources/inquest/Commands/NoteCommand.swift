import ArgumentParser
import Core
import Document
import Gateway
import Investigation

struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Add testimony: what a person knows and no system recorded.")

    @Argument(help: "The investigation.")
    var id: String

    @Argument(help: "What you know, in your own words.")
    var text: String

    @Option(help: ArgumentHelp("Directory for the documents.", valueName: "directory"))
    var out: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !text.isEmpty, text.utf8.count <= 16_384 else { throw Problem.badInput("a note has 1 to 16,384 bytes of text") }
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: false)
        let testimony = Testimony(author: Workspace.user, text: text, at: SystemClock().now())
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.note(testimony, on: id)
        }
        let evidence = finished.record.evidence.last { $0.tool == "note" }
        if common.format == .text, let evidence { print("noted as \(evidence.id)") }
        if !finished.hasOriginal {
            throw Problem.somethingWrong(
                "noted; the investigation itself was interrupted: inquest investigate --resume \(id) finishes it")
        }
        try Presenter(common: common).present(finished, directory: out ?? "out/\(id)")
    }
}
