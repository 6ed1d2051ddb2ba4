import ArgumentParser
import Core
import Foundation
import Gateway
import Investigation
import Store

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write one file that anyone can verify, with nothing else.")

    @Argument(help: "The investigation; the newest, if not given.")
    var id: String?

    @Option(help: ArgumentHelp("The bundle's file.", valueName: "file"))
    var out: String

    @Flag(help: "Leave out the bodies of all answers; claims on them read 'withheld'.")
    var withholdBodies = false

    @Option(help: ArgumentHelp("Leave out all exchanges with this source; may be repeated.", valueName: "source"))
    var withhold: [String] = []

    @Flag(help: "Include the documents though something is withheld: they quote what was answered.")
    var includeDocuments = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: false)
        let id = try await workspace.investigation(id)
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.replay(id)
        }
        // Documents that are not the run's would not be what the log has the digests of.
        // Documents quote what was answered: with something withheld they are left out, unless they are asked for.
        let mayQuote = includeDocuments || (!withholdBodies && withhold.isEmpty)
        let documents = mayQuote && finished.hasOriginal && finished.differing.isEmpty ? finished.files : []
        guard let checkpoint = try await workspace.checkpoint() else { throw Problem.badInput("the ledger is empty") }
        let written: BundleExport.Written
        do {
            var export = BundleExport(
                ledger: workspace.ledger, witnesses: try workspace.witnesses(), checkpoint: try workspace.witnessed(checkpoint))
            export.withholdsBodies = withholdBodies
            export.withheldSources = Set(withhold)
            written = try await export.write(id, documents: documents, to: out)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem.somethingWrong("the bundle could not be written: \(error)")
        }
        if common.format == .json {
            let value: JSONValue = [
                "investigation": .string(id), "entries": .number(written.entries), "bytes": .number(written.bytes),
                "withheld": .number(written.withheld), "documents": .number(documents.count),
            ]
            print(value.compact)
        } else {
            print("\(out): \(written.entries) entries, \(written.bytes) bytes, \(written.withheld) parts withheld")
            print("verify it anywhere: inquest verify \(out) --key '\(workspace.ledger.verifier.vkey)'")
        }
        if documents.isEmpty {
            Terminal.note(
                mayQuote
                    ? "without documents: a replay does not give the bytes that the run recorded"
                    : "without documents, which quote what was answered; --include-documents adds them")
        }
    }
}
