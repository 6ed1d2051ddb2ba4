import ArgumentParser
import Core
import Document
import Foundation

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare a generated draft with what a person made of it.",
        discussion: """
            Says how much of the draft survived, which facts both state, and where they contradict each other. With --investigation,
            says which of the two the evidence supports. Neither configuration nor ledger is read without it.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, markdown, html }

    @Argument(help: "The draft: Markdown, HTML or plain text.")
    var draft: String

    @Argument(help: "The version that a person wrote.")
    var manual: String

    @Option(help: ArgumentHelp("An investigation in the ledger, to judge contradictions by.", valueName: "id"))
    var investigation: String?

    @Option(help: "Form of the results.")
    var format: Format = .table

    @Option(help: ArgumentHelp("File to write to, in place of standard output.", valueName: "file"))
    var out: String?

    @OptionGroup var place: PlaceOptions

    func run() async throws {
        let left = try DocumentFile.read(draft)
        let right = try DocumentFile.read(manual)
        var record: InvestigationRecord?
        if let investigation {
            let workspace = try Workspace(configurationPath: place.config, storePath: place.store, needsConfiguration: false)
            record = try await EvidenceFinder(workspace: workspace, configPath: place.config).record(of: investigation)
        }
        let comparison = await Comparison(draft: left, manual: right, record: record)
        let documents = ComparisonDocuments(comparison)
        let text =
            switch format {
            case .table: ComparisonView(comparison: comparison).text
            case .json: documents.json
            case .markdown: documents.markdown
            case .html: documents.html
            }
        try DocumentFile.write(text, to: out)
    }
}
