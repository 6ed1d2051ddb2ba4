import Core
import Foundation
import Store
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs the built programs as their users do.
enum Programs {
    struct Finished: Sendable {
        var status: Int32
        var output: String
        var errors: String
        var seconds: Double
    }

    static let folder: URL = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<4 {
            if FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("inquest").path) { return folder }
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// The package's own directory.
    static let package: URL = {
        var folder = Programs.folder
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// What a program that stays up prints until it says that it is ready.
    static func untilReady(_ output: Pipe, _ name: String) throws -> String {
        var text = ""
        while !("\n" + text).contains("\nready\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Trouble("\(name) did not come up:\n\(text)") }
            text += String(decoding: data, as: UTF8.self)
        }
        return text
    }

    /// Runs a program to its end, or kills it after `killAfter` seconds, or as soon as its error output says `killAt`.
    static func run(
        _ program: String, _ arguments: [String], in directory: URL? = nil, killAfter: Double? = nil, killAt: String? = nil
    ) throws -> Finished {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = directory }
        let scratch = FileManager.default.temporaryDirectory
        let out = scratch.appendingPathComponent("out-\(UUID().uuidString)")
        let err = scratch.appendingPathComponent("err-\(UUID().uuidString)")
        for file in [out, err] { try Data().write(to: file) }
        defer {
            try? FileManager.default.removeItem(at: out)
            try? FileManager.default.removeItem(at: err)
        }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        process.standardInput = FileHandle.nullDevice
        let begun = Date()
        try process.run()
        if let killAfter {
            while process.isRunning, Date().timeIntervalSince(begun) < killAfter { Thread.sleep(forTimeInterval: 0.002) }
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        while let killAt, process.isRunning {
            if (try? String(contentsOf: err, encoding: .utf8))?.contains(killAt) == true {
                kill(process.processIdentifier, SIGKILL)
            }
            Thread.sleep(forTimeInterval: 0.002)
        }
        process.waitUntilExit()
        return Finished(
            status: process.terminationStatus, output: String(decoding: (try? Data(contentsOf: out)) ?? Data(), as: UTF8.self),
            errors: String(decoding: (try? Data(contentsOf: err)) ?? Data(), as: UTF8.self),
            seconds: Date().timeIntervalSince(begun))
    }
}

/// A Lab that is up.
final class StagedLab: Sendable {
    let directory: URL
    let incident: String
    let facts: JSONValue
    private let process: Process
    private let input: Pipe
    private let drained = Mutex(false)

    init(_ options: [String] = [], scenario: String = "payment-timeout") throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        process = Process()
        input = Pipe()
        process.executableURL = URL(fileURLWithPath: Programs.path("lab"))
        process.arguments = ["up", scenario, "--dir", directory.path, "--until-eof"] + options
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = try Programs.untilReady(output, "the Lab")
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        facts = try JSONValue(parsing: Array(try Data(contentsOf: directory.appendingPathComponent("lab.json"))))
        incident = facts["incidentURL"]?.string ?? ""
    }

    func stop() {
        let isFirst = drained.withLock { done in
            defer { done = true }
            return !done
        }
        guard isFirst else { return }
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func remove() {
        stop()
        try? FileManager.default.removeItem(at: directory)
    }

    func file(_ path: String) -> URL { directory.appendingPathComponent(path) }

    /// `inquest` with this Lab's configuration and a ledger of that name.
    func inquest(
        _ arguments: [String], ledger: String = "ledger.db", killAfter: Double? = nil
    ) throws -> Programs.Finished {
        try Programs.run(
            Programs.path("inquest"),
            arguments + ["--config", file("inquest.yaml").path, "--store", file(ledger).path], in: directory,
            killAfter: killAfter)
    }

    /// Opens a ledger with the key that the Lab's configuration has for it.
    static func ledger(at path: URL) throws -> SQLiteLedger {
        let key = path.deletingLastPathComponent().appendingPathComponent(".inquest/master.key")
        return try SQLiteLedger(path: path.path, key: try LedgerKeyFile.read(key.path))
    }

    /// Lines that the Lab's fronts logged: every request that reached a source.
    func requests() throws -> [String] {
        let logs = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasPrefix("requests-") }
        return try logs.sorted().flatMap { name in
            try String(contentsOf: file(name), encoding: .utf8).split(separator: "\n").map(String.init)
        }
    }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The documents of an investigation.
struct Report {
    static let names = ["briefing.md", "postmortem.md", "postmortem.html", "investigation.json"]
    let files: [String: String]
    let json: JSONValue

    init(_ directory: URL) throws {
        var files: [String: String] = [:]
        for name in Report.names {
            files[name] = try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
        }
        self.files = files
        json = try JSONValue(parsing: files["investigation.json"] ?? "")
    }

    /// The documents with the times of asking left out.
    var withoutAskingTimes: [String: String] {
        files.mapValues { text in
            text.replacing(/asked 20\d\d-\d\d-\d\dT[0-9:.]+Z/, with: "asked")
                .replacing(/"askedAt": "[^"]*"/, with: "\"askedAt\": \"\"")
        }
    }

    func findings(_ kind: String) -> [JSONValue] { (json["findings"]?.array ?? []).filter { $0["kind"]?.string == kind } }
    var hypotheses: JSONArray { json["hypotheses"]?.array ?? [] }
    var gaps: JSONArray { json["gaps"]?.array ?? [] }
    var claims: JSONArray { json["claims"]?.array ?? [] }
}
