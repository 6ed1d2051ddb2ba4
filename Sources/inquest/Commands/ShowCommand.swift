import AlertAudit
import ArgumentParser
import Core
import Document
import Foundation
import Gateway
import Investigation

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "An investigation or an audit, or one piece of its evidence with its literal exchange.")

    @Argument(help: "An investigation's or an audit's id, a piece of evidence (E12, of the newest investigation), or ID/E12.")
    var subject: String?

    @Option(help: ArgumentHelp("Bytes of each body to show.", valueName: "count"))
    var bytes = 4096

    @Option(help: ArgumentHelp("Exchanges to show, of evidence that rests on many.", valueName: "count"))
    var exchanges = 5

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: false)
        let subject = EvidenceSubject(subject)
        let evidenceID = subject.evidence
        let id = try await workspace.investigation(subject.investigation)
        guard !id.hasPrefix(Inquiry.auditPrefix) else { return try await show(audit: id, evidenceID, in: workspace) }
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
        try await show(evidence, of: finished.record.sources, in: workspace)
    }

    /// An audit, or a piece of the evidence that its findings cite.
    private func show(audit id: String, _ evidenceID: EvidenceID?, in workspace: Workspace) async throws {
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.replayAudit(id)
        }
        guard let evidenceID else {
            guard common.format == .text else { return Terminal.result(AuditDocuments(finished.result).json) }
            let report = finished.result.report
            Terminal.result(
                "Audit \(id)\nof \(report.window.from.rfc3339()) to \(report.window.to.rfc3339())\n\n"
                    + AuditView(result: finished.result).text)
            return
        }
        guard let evidence = finished.result.evidence.first(where: { $0.id == evidenceID }) else {
            let hint = "'inquest show \(id) --format json' lists what each cites"
            throw Problem.badInput("no finding of \(id) cites \(evidenceID); \(hint)")
        }
        try await show(evidence, of: finished.result.sources, in: workspace)
    }

    private func show(_ evidence: Evidence, of sources: [SourceDescription], in workspace: Workspace) async throws {
        let shown: [ExchangeView]
        do throws(LedgerError) {
            shown = try await ExchangeView.all(
                of: evidence, count: max(0, exchanges), in: workspace.ledger, limit: max(0, bytes))
        } catch {
            throw Problem.somethingWrong("\(error)")
        }
        let view = EvidenceView(evidence: evidence, exchanges: shown, sources: sources)
        Terminal.result(common.format == .json ? view.json.pretty : view.text + "\n")
    }
}
