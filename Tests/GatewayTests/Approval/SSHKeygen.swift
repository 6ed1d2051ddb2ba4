import Foundation
import Testing

@testable import Gateway

/// The real `ssh-keygen`, in a folder of its own that is removed at the end.
final class SSHKeygen: Sendable {
    struct Result {
        var status: Int32
        var output: String
    }

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-ssh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
        return path(name)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    func run(_ arguments: [String], input: [UInt8] = []) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ssh-keygen"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["TZ": "UTC"]) { $1 }
        let inputFile = try write(input, to: "input-\(UUID().uuidString)")
        let output = Pipe()
        process.standardInput = FileHandle(forReadingAtPath: inputFile)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: text)
    }

    /// Makes a key pair and gives the public key's line.
    func makeKey(_ name: String, type: String = "ed25519", bits: Int? = nil) throws -> String {
        let size = bits.map { ["-b", String($0)] } ?? []
        let made = try run(["-q", "-t", type, "-N", "", "-C", "comment of \(name)", "-f", path(name)] + size)
        try #require(made.status == 0, "\(made.output)")
        return try read(name + ".pub").trimmingCharacters(in: .newlines)
    }

    /// The armored signature that `ssh-keygen -Y sign` makes over the bytes.
    func sign(
        _ message: [UInt8], with key: String, namespace: String = Proposal.namespace, options: [String] = []
    ) throws -> String {
        let name = "message-\(UUID().uuidString)"
        try write(message, to: name)
        let made = try run(["-Y", "sign", "-n", namespace, "-f", path(key)] + options + [path(name)])
        try #require(made.status == 0, "\(made.output)")
        return try read(name + ".sig")
    }

    /// Whether `ssh-keygen -Y verify` takes a signature.
    func verify(
        _ message: [UInt8], signature: [UInt8], signers: String, identity: String,
        namespace: String = Proposal.namespace, revoked: String? = nil, at time: String? = nil
    ) throws -> Bool {
        let id = UUID().uuidString
        var arguments = [
            "-Y", "verify", "-n", namespace, "-I", identity, "-f", try write(Array(signers.utf8), to: "signers-" + id), "-s",
            try write(signature, to: "signature-" + id),
        ]
        if let revoked { arguments += ["-r", try write(Array(revoked.utf8), to: "revoked-" + id)] }
        if let time { arguments += ["-O", "verify-time=" + time] }
        return try run(arguments, input: message).status == 0
    }
}
