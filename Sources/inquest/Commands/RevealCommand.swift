import ArgumentParser
import Core
import Gateway
import Investigation

struct RevealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal", abstract: "What stands behind a token such as ⟦email:…⟧, where the policy lets you see it.")

    @Argument(help: "The investigation.")
    var id: String

    @Argument(help: "The token, with or without its brackets.")
    var token: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store)
        let whole = token.hasPrefix("⟦") ? token : "⟦\(token)⟧"
        let original = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.reveal(whole, in: id, to: .person(Workspace.user))
        }
        if common.format == .json {
            let value: JSONValue = ["token": .string(whole), "original": .string(original)]
            print(value.compact)
        } else {
            print(Terminal.printable(original))
        }
    }
}
