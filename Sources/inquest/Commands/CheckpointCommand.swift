import ArgumentParser
import Core
import Foundation
import Gateway
import Investigation
import Store

struct CheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "The ledger's latest signed checkpoint, to be kept elsewhere.",
        discussion: """
            Whoever keeps one can find a ledger that was rolled back or rewritten: inquest verify --checkpoint FILE. With a witness
            in the configuration, its cosignature is asked for and added.
            """)

    @Option(help: ArgumentHelp("File to write it to; standard output, if not given.", valueName: "file"))
    var out: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: false)
        guard var note = try await workspace.checkpoint() else { throw Problem.badInput("the ledger is empty") }
        if let witness = workspace.configuration.witness { note = try await workspace.cosigned(note, by: witness) }
        let text = String(decoding: note.bytes, as: UTF8.self)
        if let out {
            let url = URL(fileURLWithPath: out)
            try OutputDirectory(path: url.deletingLastPathComponent().path).write([(url.lastPathComponent, text)])
            print("\(out): \(try Checkpoint(parsing: note.text).size) entries, key \(workspace.ledger.verifier.vkey)")
        } else {
            print(text, terminator: "")
        }
    }
}
