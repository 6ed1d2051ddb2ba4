import Core
import Foundation
import Gateway
import Testing
import Transports

/// `openssl s_server` with certificates of an authority made for the occasion.
final class TLSServer {
    let scratch: Scratch
    let port: Int
    private let process = Process()

    init(asksForCertificate: Bool = false, name: String = "IP:127.0.0.1") throws {
        scratch = try Scratch()
        try scratch.shell(
            """
            issue() { openssl req -newkey rsa:2048 -nodes -keyout $1.key -out $1.csr -subj /CN=$1 2>/dev/null
              printf 'subjectAltName=%s\\n' "$2" > $1.ext
              openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $1.ext -out $1.pem 2>/dev/null; }
            openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=authority 2>/dev/null
            issue server \(name); issue client DNS:client
            """)
        // A server that was just closed leaves a port that is free.
        var placeholder: ScriptedServer? = try ScriptedServer { _ in }
        port = placeholder?.port ?? 0
        placeholder = nil
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
        process.arguments =
            ["s_server", "-accept", "127.0.0.1:\(port)", "-cert", "server.pem", "-key", "server.key", "-www", "-quiet"]
            + (asksForCertificate ? ["-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem"] : [])
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { process.terminate() }

    func endpoint(_ change: (inout Endpoint) -> Void = { _ in }) throws -> Endpoint {
        let origin = try #require(Origin("https://127.0.0.1:\(port)"))
        var endpoint = Endpoint(
            name: "secure", kind: "prometheus", location: .origin(origin), certificateAuthority: scratch.path + "/ca.pem")
        change(&endpoint)
        return endpoint
    }

    func certificate(_ certificate: String, _ key: String) -> Endpoint.ClientCertificate {
        Endpoint.ClientCertificate(certificate: scratch.path + "/" + certificate, key: scratch.path + "/" + key)
    }
}

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")), .serialized)
struct TLSTests {
    private let rig = Rig()
    private let call = Call.http(HTTPCall(path: ["status"]))

    /// The server takes a moment to listen.
    private func perform(at endpoint: Endpoint) async throws -> Outcome.Result {
        for _ in 0..<100 {
            let result = await rig.perform(call, at: endpoint)
            guard result.failure?.detail.hasPrefix("connection refused") == true else { return result }
            try await Task.sleep(for: .milliseconds(100))
        }
        return await rig.perform(call, at: endpoint)
    }

    @Test("a certificate is trusted when the configured authority signed it, and not otherwise")
    func authority() async throws {
        let server = try TLSServer()
        #expect(try await perform(at: server.endpoint()).reply?.status == 200)
        let failure = try await perform(at: server.endpoint { $0.certificateAuthority = nil }).failure
        #expect(
            failure?.kind == .unreachable && failure?.detail.hasPrefix("the certificate is not trusted: ") == true,
            "\(String(describing: failure))")
    }

    @Test("a certificate for another name is not trusted")
    func wrongName() async throws {
        let server = try TLSServer(name: "DNS:other.example")
        let failure = try await perform(at: server.endpoint()).failure
        #expect(
            failure?.kind == .unreachable && failure?.detail.contains("another name") == true, "\(String(describing: failure))")
    }

    @Test("a client certificate is shown where one is asked for")
    func clientCertificate() async throws {
        let server = try TLSServer(asksForCertificate: true)
        let result = try await perform(
            at: server.endpoint { $0.clientCertificate = server.certificate("client.pem", "client.key") })
        #expect(result.reply?.status == 200, "\(result)")
        let failure = try await perform(at: server.endpoint()).failure
        #expect(
            failure?.kind == .unreachable && failure?.detail.contains("client certificate") == true,
            "\(String(describing: failure))")
        let mixed = try await perform(at: server.endpoint { $0.clientCertificate = server.certificate("client.pem", "ca.key") })
            .failure
        #expect(mixed?.kind == .unreachable, "\(String(describing: mixed))")
    }

    @Test("files that are missing or are no certificates are named")
    func files() async throws {
        let server = try TLSServer()
        let scratch = server.scratch
        try scratch.write("no certificate", to: "text")
        for (change, words) in [
            ({ $0.certificateAuthority = scratch.path + "/none" }, "/none cannot be read: No such file or directory"),
            ({ $0.certificateAuthority = scratch.path + "/text" }, "/text holds no PEM certificate"),
            ({ $0.certificateAuthority = scratch.path }, "cannot be read: not a regular file"),
            ({ $0.clientCertificate = server.certificate("client.pem", "text") }, "/text holds no PEM key"),
            ({ $0.clientCertificate = server.certificate("none", "client.key") }, "/none cannot be read"),
        ] as [((inout Endpoint) -> Void, String)] {
            let failure = try await rig.perform(call, at: server.endpoint(change)).failure
            #expect(failure?.kind == .unreachable && failure?.detail.contains(words) == true, "\(String(describing: failure))")
        }
    }

    @Test("a port that does not speak TLS is said not to")
    func notTLS() async throws {
        let server = try ScriptedServer { peer in
            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n")
            peer.waitForClose()
        }
        let origin = try #require(Origin("https://127.0.0.1:\(server.port)"))
        let failure = await rig.perform(call, at: Endpoint(name: "s", kind: "k", location: .origin(origin))).failure
        #expect(
            failure?.kind == .unreachable && failure?.detail.contains("does not speak TLS") == true,
            "\(String(describing: failure))")
    }
}
