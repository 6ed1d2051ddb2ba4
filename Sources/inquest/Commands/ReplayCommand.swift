import ArgumentParser
import Core
import Foundation
import Investigation

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run an investigation again from the ledger, with no network, and compare.")

    @Argument(help: "The investigation; the newest, if not given.")
    var id: String?

    @Option(
        help: ArgumentHelp("Directory to write the documents to; without it they are only compared.", valueName: "directory"))
    var out: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: false)
        let id = try await workspace.investigation(id)
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.replay(id)
        }
        if let out { try OutputDirectory(path: out).write(finished.files) }
        if common.format == .json {
            let value: JSONValue = [
                "investigation": .string(id), "compared": .bool(finished.hasOriginal),
                "differing": .array(finished.differing.map { .string($0) }),
            ]
            print(value.compact)
        } else {
            for file in finished.files {
                let verdict =
                    !finished.hasOriginal ? "no original" : finished.differing.contains(file.name) ? "differs" : "same bytes"
                print("  \(Terminal.pad(file.name, to: 20)) \(verdict)")
            }
        }
        if !finished.hasOriginal {
            throw Problem.somethingWrong("the investigation never finished; go on with: inquest investigate --resume \(id)")
        }
        if !finished.differing.isEmpty { throw Problem.somethingWrong("the replay differs from the documents of the run") }
    }
}
