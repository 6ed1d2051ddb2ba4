import ArgumentParser
import Core
import Foundation
import Gateway
import Investigation

struct ProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Propose a write, for people to approve. Nothing is sent.")

    @Argument(help: "A tool that writes, such as alertmanager_create_silence.")
    var tool: String

    @Option(help: "The source to write to.")
    var source: String

    @Option(help: ArgumentHelp("The tool's input, as JSON; - reads it from standard input.", valueName: "json"))
    var input: String

    @Option(help: "Why.")
    var reason: String

    @Option(help: ArgumentHelp("Evidence that speaks for it, such as E12; may be repeated.", valueName: "id"))
    var evidence: [String] = []

    @Option(help: ArgumentHelp("The investigation that it belongs to.", valueName: "id"))
    var investigation: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store)
        let text = input == "-" ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) : input
        let value: JSONValue
        do { value = try JSONValue(parsing: text) } catch { throw Problem.badInput("--input is not JSON: \(error)") }
        let terms = ProposalTerms(
            reason: reason, evidence: evidence,
            checkpoint: try await workspace.checkpoint().map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
        let record = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.propose(
                tool: tool, source: SourceName(source), input: value, terms: terms,
                for: investigation ?? Inquiry.proposals, configuration: workspace.configuration.configuration,
                principal: .person(Workspace.user))
        }
        if common.format == .json {
            print(ProposalView(record: record, now: SystemClock().now()).json.pretty, terminator: "")
        } else {
            print(ProposalText.render(record.proposal))
            print("Proposed as \(record.proposal.id). Somebody else reads and signs it: inquest approve \(record.proposal.id)")
        }
    }
}
