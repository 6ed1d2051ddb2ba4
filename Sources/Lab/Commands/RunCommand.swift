import ArgumentParser
import Foundation

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Stages a scenario, runs a command with LAB_DIR set, stops everything, and ends with the command's exit code."
    )

    @OptionGroup var options: StageOptions

    @Argument(parsing: .postTerminator, help: "The command and its arguments, after '--'.")
    var command: [String] = []

    func run() async throws {
        guard let program = command.first else { throw ValidationError("no command: lab run SCENARIO --dir DIR -- COMMAND") }
        // Standard output belongs to the command.
        let plan = try options.plan()
        let stage = Stage(plan, console: Console(.standardError))
        let code: Int32
        do {
            try await stage.up()
            let child = try Child(
                program, Array(command.dropFirst()), environment: ["LAB_DIR": plan.directory.path], watchdog: stage.watchdog)
            let ending = Ending(untilEndOfInput: false)
            let forward = Task {
                await ending.wait()
                child.process.interrupt()
            }
            code = await child.exitCode()
            forward.cancel()
        } catch {
            await stage.down()
            throw error
        }
        await stage.down()
        if code != 0 { throw ExitCode(code) }
    }
}
