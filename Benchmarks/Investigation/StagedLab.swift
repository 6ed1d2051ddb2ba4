import ArgumentParser
import Core
import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A Lab that is up, and the means to run `inquest` against it.
struct StagedLab: Sendable {
    let directory: URL
    /// What the Lab wrote about itself, with the scenario's truth: the content of `lab.json`.
    let facts: JSONValue
    let incident: String
    private let process = Process()
    private let input = Pipe()

    /// The day on which scenarios are staged, where nothing else is asked for: the ids of commits depend on it, and tables name them.
    static let day = "2026-11-20"

    init(_ scenario: String, options: [String] = ["--day", StagedLab.day]) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        process.executableURL = StagedLab.tool("lab")
        process.arguments = ["up", scenario, "--dir", directory.path, "--until-eof"] + options
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var text = ""
        while !text.contains("\nready\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw ValidationError("the Lab did not come up:\n\(text)") }
            text += String(decoding: data, as: UTF8.self)
        }
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        facts = try JSONValue(parsing: Array(try Data(contentsOf: directory.appendingPathComponent("lab.json"))))
        incident = facts["incidentURL"]?.string ?? ""
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Runs `inquest investigate` to its end.
    func investigate(store: String, out: String) throws -> (status: Int32, peakKilobytes: Int) {
        let config = directory.appendingPathComponent("inquest.yaml").path
        return try StagedLab.run(
            StagedLab.tool("inquest").path,
            [
                "investigate", incident, "--config", config, "--store", store, "--out",
                directory.appendingPathComponent(out).path,
            ])
    }

    /// The names of a scenario's variations.
    static func variations(of scenario: String) throws -> [String] {
        let process = Process()
        process.executableURL = tool("lab")
        process.arguments = ["list", "--of", scenario]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let names = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ValidationError("the Lab cannot list variations of '\(scenario)'") }
        return names.split(separator: "\n").map(String.init)
    }

    static func tool(_ name: String) -> URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(name)
    }

    /// Spawns a program and waits for it, with what it used: Foundation's Process does not tell.
    private static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, peakKilobytes: Int) {
        var pid: pid_t = 0
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in argv { free(pointer) } }
        guard posix_spawn(&pid, path, &actions, nil, &argv, environ) == 0 else { throw ValidationError("cannot run \(path)") }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) == -1, errno == EINTR {}
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : -1, usage.ru_maxrss)
    }
}
