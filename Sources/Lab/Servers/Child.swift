import Foundation

/// A program that the Lab runs, by name from `PATH` (and Debian's usual places), with its output in a file or passed through.
final class Child: Sendable {
    let process: Process
    let name: String
    private let log: URL?

    var pid: Int32 { process.processIdentifier }

    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil, log: URL? = nil,
        input: Pipe? = nil, watchdog: Watchdog?
    ) throws {
        guard let path = Child.find(program) else { throw ScenarioError("'\(program)' is not installed") }
        name = program
        self.log = log
        process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = directory }
        if let input { process.standardInput = input } else if log != nil { process.standardInput = FileHandle.nullDevice }
        if let log {
            try Data().write(to: log)
            let handle = try FileHandle(forWritingTo: log)
            process.standardOutput = handle
            process.standardError = handle
        }
        try process.run()
        watchdog?.watch(process.processIdentifier)
    }

    /// Waits for the end without blocking a thread of the pool. Returns the exit code, or 128 and the signal's number.
    func exitCode() async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [process] in
                process.waitUntilExit()
                let status = process.terminationStatus
                continuation.resume(returning: process.terminationReason == .uncaughtSignal ? 128 + status : status)
            }
        }
    }

    /// The end of what it printed, where that is in a file.
    var lastWords: String {
        let text = log.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
        return String(text.suffix(2000)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Asks it to end, and kills it when it has not within `seconds`.
    func stop(within seconds: Double = 5) async {
        guard process.isRunning else { return }
        process.terminate()
        let deadline = Date().addingTimeInterval(seconds)
        while process.isRunning, Date() < deadline { try? await Task.sleep(for: .milliseconds(20)) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    static func find(_ program: String) -> String? {
        if program.contains("/") { return program }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let places = path.split(separator: ":").map(String.init) + ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin"]
        return places.map { $0 + "/" + program }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program to its end; its output is the error's text when it fails.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil, log: URL,
        watchdog: Watchdog?
    ) async throws {
        let child = try Child(
            program, arguments, environment: environment, directory: directory, log: log, watchdog: watchdog)
        let code = await child.exitCode()
        guard code == 0 else {
            let output = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw ScenarioError("\(program) \(arguments.first ?? "") ended with \(code): \(output.suffix(2000))")
        }
    }
}
