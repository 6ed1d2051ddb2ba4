import ArgumentParser
import Core
import Document
import Foundation
import Gateway
import Investigation

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "An investigation, or one piece of evidence with its literal exchange.")

    @Argument(help: "An investigation's id, a piece of evidence (E12, of the newest investigation), or ID/E12.")
    var subject: String?

    @Option(help: ArgumentHelp("Bytes of each body to show.", valueName: "count"))
    var bytes = 4096

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: false)
        let subject = EvidenceSubject(subject)
        let evidenceID = subject.evidence
        let id = try await workspace.investigation(subject.investigation)
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.replay(id)
        }
        guard let evidenceID else {
            if common.format == .json {
                print(finished.files.first { $0.name == "investigation.json" }?.content ?? "{}", terminator: "")
            } else {
                print("Investigation \(id)")
                print(Summary(finished: finished).text)
            }
            return
        }
        guard let evidence = finished.record.evidence.first(where: { $0.id == evidenceID }) else {
            throw Problem.badInput("investigation \(id) has no \(evidenceID); it has E1 to E\(finished.record.evidence.count)")
        }
        let exchanges: [ExchangeView]
        do throws(LedgerError) {
            exchanges = try await ExchangeView.all(of: evidence, in: workspace.ledger, limit: max(0, bytes))
        } catch {
            throw Problem.somethingWrong("\(error)")
        }
        if common.format == .json {
            print(EvidenceView(evidence: evidence, exchanges: exchanges).json.pretty, terminator: "")
        } else {
            print(EvidenceView(evidence: evidence, exchanges: exchanges).text)
        }
    }
}
