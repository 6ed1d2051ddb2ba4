import ArgumentParser
import Core
import Foundation

struct EstateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estate",
        abstract:
            "Stages an alerting estate with planted faults, and keeps it; or runs a command with LAB_DIR set, and ends with it."
    )

    @Option(help: "What everything is made from.")
    var seed: UInt64

    @Option(help: "Where everything is written.")
    var out: String

    @Option(help: "How many alerting rules there are; about 290 are planted or needed by the services anyway.")
    var rules = 300

    @Flag(help: "Stop when standard input ends.")
    var untilEof = false

    @Argument(parsing: .postTerminator, help: "A command and its arguments, after '--'.")
    var command: [String] = []

    func run() async throws {
        let ending = Ending(untilEndOfInput: untilEof)
        let estate = Estate(seed: seed, end: Instant(fractionalSeconds: Date().timeIntervalSince1970), rules: rules)
        let directory = URL(fileURLWithPath: out).standardizedFileURL
        // Standard output belongs to the command, where there is one.
        let stage = EstateStage(
            estate, directory: directory, console: Console(command.isEmpty ? .standardOutput : .standardError))
        var code: Int32 = 0
        do {
            try await stage.up()
            if let program = command.first {
                let child = try Child(
                    program, Array(command.dropFirst()), environment: ["LAB_DIR": directory.path], watchdog: stage.watchdog)
                let forward = Task {
                    await ending.wait()
                    child.process.interrupt()
                }
                code = await child.exitCode()
                forward.cancel()
            } else {
                stage.console.line("ready")
                await ending.wait()
            }
        } catch {
            await stage.down()
            throw error
        }
        await stage.down()
        if code != 0 { throw ExitCode(code) }
    }
}

struct EstateScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estate-score",
        abstract:
            "Compares an audit's findings with an estate's truth; ends with 1 when a fault is missed or look-alikes are reported."
    )

    @Argument(help: "The truth, as 'lab estate' wrote it.")
    var truth: String

    @Argument(help: "The audit's JSON.")
    var report: String

    func run() throws {
        let read = { (path: String) in try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path)))) }
        let score = try EstateScore(truth: read(truth), report: read(report))
        print(score.text, terminator: "")
        if !score.passes { throw ExitCode(1) }
    }
}
