import Foundation
import Testing

/// Tries to get round the door with the compiler as the judge.
@Suite("The door cannot be bypassed")
struct BypassTests {
    struct Attempt: Sendable, CustomTestStringConvertible {
        var name: String
        var code: String
        /// What the compiler must say; `nil`: the code compiles, which shows that the other attempts fail for their own reason.
        var refusal: String?
        var testDescription: String { name }
    }

    static let attempts = [
        Attempt(
            name: "a transport may look at an authorized call and use it up",
            code: "func f(_ call: consuming AuthorizedCall) -> Double { call.timeout }", refusal: nil),
        Attempt(
            name: "an authorized call cannot be made outside the gateway",
            code: """
                func f(_ request: WireRequest, _ endpoint: Endpoint) -> Double {
                    AuthorizedCall(request: request, endpoint: endpoint, timeout: 1).timeout
                }
                """, refusal: "inaccessible due to 'internal' protection level"),
        Attempt(
            name: "an authorized call cannot be used twice",
            code: """
                func use(_ call: consuming AuthorizedCall) {}
                func f(_ call: consuming AuthorizedCall) { use(call); use(call) }
                """, refusal: "consumed more than once"),
        Attempt(
            name: "an authorized call cannot be kept in a copyable value",
            code: "struct Drawer { var call: AuthorizedCall }", refusal: "has non-Copyable type"),
        Attempt(
            name: "a secret's text cannot be read outside the gateway",
            code: "func f(_ secret: Secret) -> String { secret.value }",
            refusal: "inaccessible due to 'internal' protection level"),
        Attempt(
            name: "a wire request cannot be built from a call outside the gateway",
            code: """
                func f(_ request: GatewayRequest, _ endpoint: Endpoint, _ vault: CredentialVault) throws {
                    _ = try WireRequest.build(request, attempt: 0, endpoint: endpoint, vault: vault)
                }
                """, refusal: "inaccessible due to 'internal' protection level"),
        Attempt(
            name: "a credential cannot be taken from the vault outside the gateway",
            code: "func f(_ vault: CredentialVault) throws { _ = try vault.fill(.bearer, from: .none) }",
            refusal: "inaccessible due to 'internal' protection level"),
        Attempt(
            name: "text that may leave cannot be made outside the gateway",
            code: "func f(_ text: String) -> Released { Released(text: text, counts: [:]) }",
            refusal: "inaccessible due to 'internal' protection level"),
        Attempt(
            name: "redacted text is made from raw bytes once, and by nothing else",
            code: "func f(_ redactor: Redactor, _ text: Redacted) -> Redacted { redactor.redact(text) }",
            refusal: "no exact matches in call to instance method 'redact'"),
        Attempt(
            name: "raw bytes can be redacted, and what comes of it can be read",
            code: "func f(_ redactor: Redactor, _ text: String) -> String { redactor.redact(text).text }", refusal: nil),
        Attempt(
            name: "the master key's bytes cannot be read outside the gateway",
            code: "func f(_ key: MasterKey) -> [UInt8] { key.bytes }", refusal: "'bytes'"),
    ]

    @Test("what the compiler says to each attempt", arguments: attempts)
    func attempt(_ attempt: Attempt) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-bypass-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("Attempt.swift")
        try ("import Core\nimport Gateway\n" + attempt.code + "\n").write(to: file, atomically: true, encoding: .utf8)
        let (status, output) = try typecheck(file)
        if let refusal = attempt.refusal {
            #expect(status != 0, "the compiler let it through")
            #expect(output.contains(refusal), "the compiler refused for another reason: \(output)")
        } else {
            #expect(status == 0, "the control does not compile: \(output)")
        }
    }

    private func typecheck(_ file: URL) throws -> (Int32, String) {
        let build = try #require(buildFolder())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        var arguments = [
            "swiftc", "-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-parse-as-library", "-I",
            build.appendingPathComponent("Modules").path,
        ]
        arguments += ["-I", Rooms.root.appendingPathComponent("Sources/CZlib").path]
        for map in moduleMaps(build) { arguments += ["-Xcc", "-fmodule-map-file=\(map)"] }
        process.arguments = arguments + [file.path]
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    /// The folder of the test bundle, where SwiftPM puts the modules as well.
    private func buildFolder() -> URL? {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<4 {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Modules/Gateway.swiftmodule").path) {
                return folder
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    private func moduleMaps(_ build: URL) -> [String] {
        let checkouts = build.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("checkouts")
        let crypto = checkouts.appendingPathComponent("swift-crypto/Sources")
        let maps = ["CCryptoBoringSSL/include/module.modulemap", "CCryptoBoringSSLShims/include/module.modulemap"]
        let yaml = checkouts.appendingPathComponent("Yams/Sources/CYaml/include/module.modulemap").path
        return (maps.map { crypto.appendingPathComponent($0).path } + [yaml]).filter {
            FileManager.default.fileExists(atPath: $0)
        }
    }
}
