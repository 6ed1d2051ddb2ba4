import ArgumentParser
import Core
import Document
import Foundation
import Gateway
import Investigation

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a written post-mortem, statement by statement, against evidence.",
        discussion: """
            Reads Markdown, HTML or plain text. The evidence is that of the investigation given, else of the newest one in the ledger
            whose window and services the document is about, else of a new one: of --service from --from to --to, or of the document's
            own service and times. Exits with 1 when the evidence contradicts a statement.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, markdown, html, sarif }
    enum FailOn: String, ExpressibleByArgument, CaseIterable { case contradicted, unsupported, never }

    @Argument(help: "The document: Markdown, HTML or plain text.")
    var file: String

    @Option(help: ArgumentHelp("An investigation in the ledger.", valueName: "id"))
    var investigation: String?

    @Option(help: "A service, for a new investigation.")
    var service: String?

    @Option(parsing: .unconditional, help: "Begin of its window: 2026-11-20T14:00:00Z, 14:00 (UTC) or -90m.")
    var from: String?

    @Option(parsing: .unconditional, help: "End of its window; now, if not given.")
    var to: String?

    @Option(help: ArgumentHelp("Exit with 1 for statements without evidence too, or never.", valueName: "verdict"))
    var failOn: FailOn = .contradicted

    @Option(help: "Form of the results.")
    var format: Format = .table

    @Option(help: ArgumentHelp("File to write to, in place of standard output.", valueName: "file"))
    var out: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The moment to take for the present.", valueName: "time"))
    var now: String?

    @OptionGroup var place: PlaceOptions

    func run() async throws {
        let manuscript = try DocumentFile.read(file)
        let workspace = try Workspace(configurationPath: place.config, storePath: place.store, needsConfiguration: false)
        let finder = EvidenceFinder(workspace: workspace, configPath: place.config)
        let present = try Instant.present(now)
        let record: InvestigationRecord
        if let investigation {
            record = try await finder.record(of: investigation)
        } else if service != nil || from != nil {
            record = try await finder.investigate(manuscript, service: service, window: try window(present), present: present)
        } else {
            record = try await finder.record(for: manuscript, present: present)
        }
        let review = await Review(of: manuscript, against: record)
        let documents = ReviewDocuments(review)
        let text =
            switch format {
            case .table: ReviewView(review: review).text
            case .json: documents.json
            case .markdown: documents.markdown
            case .html: documents.html
            case .sarif: documents.sarif
            }
        try DocumentFile.write(text, to: out)
        try judge(review.score)
    }

    private func window(_ present: Instant) throws(Problem) -> TimeWindow? {
        guard let from else { return nil }
        return try TimeArgument.window(from: from, to: to, now: present)
    }

    private func judge(_ score: ReviewScore) throws(Problem) {
        if failOn != .never, score.contradicted > 0 {
            throw .somethingWrong("the evidence contradicts \(score.contradicted) of \(score.checkable) statements of fact")
        }
        if failOn == .unsupported, score.unsupported > 0 {
            throw .somethingWrong("there is no evidence of \(score.unsupported) of \(score.checkable) statements of fact")
        }
    }
}
