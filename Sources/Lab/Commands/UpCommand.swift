import ArgumentParser
import Foundation

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Stages a scenario and keeps it until SIGINT, SIGTERM or the end of standard input.")

    @OptionGroup var options: StageOptions

    @Flag(help: "Stop when standard input ends.")
    var untilEof = false

    func run() async throws {
        let ending = Ending(untilEndOfInput: untilEof)
        let stage = Stage(try options.plan(), console: Console(.standardOutput))
        do {
            try await stage.up()
            stage.console.line("ready")
            await ending.wait()
        } catch {
            await stage.down()
            throw error
        }
        await stage.down()
    }
}
