import ArgumentParser
import Foundation

struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Serves a scripted language model, in the protocols of Anthropic and OpenAI, until standard input ends.",
        discussion: "Prints its address. Scripts: " + ModelScript.allCases.map(\.rawValue).joined(separator: ", ") + ".")

    @Option(help: "How the model behaves.")
    var script: ModelScript

    @Flag(help: "Stop when standard input ends.")
    var untilEof = false

    func run() async throws {
        let ending = Ending(untilEndOfInput: untilEof)
        let port = try await ModelServer(script).listen()
        let console = Console(.standardOutput)
        console.line("http://127.0.0.1:\(port)")
        console.line("ready")
        await ending.wait()
    }
}
