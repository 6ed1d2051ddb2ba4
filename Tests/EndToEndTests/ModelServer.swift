import Foundation

/// A server of a language model that is up, until its input ends.
final class ModelServer {
    let url: String
    private let process = Process()
    private let input = Pipe()

    /// `lab model`, which follows a script.
    static func scripted(_ script: String) throws -> ModelServer {
        try ModelServer(Programs.path("lab"), ["model", "--script", script, "--until-eof"])
    }

    /// llama.cpp's server with a tiny model of random weights.
    static func real() throws -> ModelServer {
        try ModelServer(Programs.package.appendingPathComponent("Scripts/real-model").path, [])
    }

    private init(_ program: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = try Programs.untilReady(output, "the model")
        url = String(text.split(separator: "\n").first { $0.hasPrefix("http") } ?? "")
    }

    func stop() {
        guard process.isRunning else { return }
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
