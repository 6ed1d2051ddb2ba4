import Core
import Foundation
import Gateway
import Testing
import Transports

/// A kubeconfig in use: against a real TLS server, and with real programs.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")), .serialized)
struct KubeconfigTransportTests {
    private let ledger = MemoryLedger()
    private let transport = OutboundTransport()

    private static let vaultRead: @Sendable (SecretReference) throws -> Secret = { reference in
        guard case .file(let path) = reference, let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.notFound, "is not there")
        }
        return Secret(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines))
    }

    private func gateway(_ endpoint: Endpoint, runner: (any CredentialRunner)? = nil) -> Gateway {
        var endpoint = endpoint
        endpoint.limits.retries = 0
        return Gateway(
            ledger: ledger, transport: transport, endpoints: [endpoint],
            budget: Budget(Budget.Limits(), from: SystemClock().now()),
            vault: CredentialVault(runner: runner, KubeconfigTransportTests.vaultRead))
    }

    private func ask(_ gateway: Gateway, _ index: Int = 0) async -> Outcome.Result {
        let request = GatewayRequest(
            call: .http(HTTPCall(path: ["version"])),
            key: CallKey(investigation: "test", round: 0, path: "p", step: 0, index: index), source: "cluster",
            tool: ToolDescription(name: "test", summary: "", input: [:], routes: [.http(.get, ["version"])]),
            principal: .playbook)
        return await gateway.perform(request).outcome.result
    }

    private static func authorizations(_ server: ScriptedServer) -> [String] {
        server.requests.flatMap { $0.lowercased().split(whereSeparator: \.isNewline).map(String.init) }
            .filter { $0.hasPrefix("authorization:") }
    }

    private func endpoint(_ resolution: Kubeconfig.Resolution) -> Endpoint {
        var endpoint = Endpoint(name: "cluster", kind: "kubernetes", location: .origin(resolution.server))
        resolution.apply(to: &endpoint)
        return endpoint
    }

    @Test("a kubeconfig's authority and client certificate, as data, are what TLS is made with")
    func tls() async throws {
        let server = try TLSServer(asksForCertificate: true)
        func data(_ file: String) throws -> String {
            try Data(contentsOf: URL(fileURLWithPath: server.scratch.path + "/" + file)).base64EncodedString()
        }
        func config(_ user: String) throws -> Kubeconfig.Resolution {
            let text = """
                current-context: c
                clusters:
                  - name: m
                    cluster: { server: "https://127.0.0.1:\(server.port)", certificate-authority-data: \(try data("ca.pem")) }
                contexts: [{ name: c, context: { cluster: m, user: u } }]
                users: [{ name: u, user: \(user) }]
                """
            try server.scratch.write(text, to: "config")
            return try Kubeconfig(text: text, path: server.scratch.path + "/config").resolve()
        }
        let good = try config("{ client-certificate-data: \(data("client.pem")), client-key-data: \(data("client.key")) }")
        let first = gateway(endpoint(good))
        var result = await ask(first)
        for position in 1..<100 where result.failure?.detail.hasPrefix("connection refused") == true {
            try await Task.sleep(for: .milliseconds(100))
            result = await ask(first, position)
        }
        #expect(result.reply?.status == 200, "\(result)")
        let mixed = try config("{ client-certificate: client.pem, client-key-data: \(data("client.key")) }")
        let second = await ask(gateway(endpoint(mixed)), 200)
        #expect(second.reply?.status == 200, "\(second)")
        let without = await ask(gateway(endpoint(try config("{}"))), 201).failure
        #expect(without?.detail.contains("client certificate") == true, "\(String(describing: without))")
        await transport.shutdown()
    }

    @Test("a token is read for each call, so one that was replaced counts at once")
    func rotation() async throws {
        let scratch = try Scratch()
        let server = try ScriptedServer { peer in
            peer.request()
            peer.answer("{}")
        }
        let origin = try #require(Origin("http://127.0.0.1:\(server.port)"))
        let config = "users: [{ name: u, user: { tokenFile: token } }]"
        try scratch.write(config, to: "config")
        var endpoint = Endpoint(name: "cluster", kind: "kubernetes", location: .origin(origin))
        endpoint.credential = .kubeconfig(KubeconfigUser(path: scratch.path + "/config", user: "u"))
        let gateway = gateway(endpoint)
        for (position, token) in ["first-token-1", "second-token-2"].enumerated() {
            try scratch.write(token + "\n", to: "token")
            #expect(await ask(gateway, position).reply?.status == 200)
        }
        #expect(
            KubeconfigTransportTests.authorizations(server) == [
                "authorization: bearer first-token-1", "authorization: bearer second-token-2",
            ])
        try scratch.shell("rm token")
        guard case .failed(let failure) = await ask(gateway, 9) else {
            Issue.record("a token that is not there was used")
            return
        }
        #expect(failure.kind == .noCredential)
        await transport.shutdown()
    }

    @Test("a program is run once until its credential expires, is told what is asked, and is in the ledger beforehand")
    func program() async throws {
        let scratch = try Scratch()
        try scratch.write(
            """
            #!/bin/sh
            echo run >> "$(dirname "$0")/runs"
            test -z "$PAGERDUTY_TOKEN" || exit 3
            case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*) ;; *) exit 4 ;; esac
            printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s","expirationTimestamp":"%s"}}' \
              "$1" "$PROFILE" "$(cat "$(dirname "$0")/expires")"

            """, to: "get-token")
        try scratch.shell("chmod +x get-token")
        let config = """
            users:
              - name: u
                user:
                  exec:
                    command: ./get-token
                    args: [issued-token]
                    env: [{ name: PROFILE, value: production }]
                    apiVersion: client.authentication.k8s.io/v1
            """
        try scratch.write(config, to: "config")
        let server = try ScriptedServer { peer in
            peer.request()
            peer.answer("{}")
        }
        let origin = try #require(Origin("http://127.0.0.1:\(server.port)"))
        var endpoint = Endpoint(name: "cluster", kind: "kubernetes", location: .origin(origin))
        endpoint.credential = .kubeconfig(KubeconfigUser(path: scratch.path + "/config", user: "u", allowsExec: true))
        func runs() throws -> Int {
            try String(contentsOfFile: scratch.path + "/runs", encoding: .utf8).split(separator: "\n").count
        }
        let runner = CredentialProgramRunner(environment: ["PATH": "/usr/bin:/bin", "PAGERDUTY_TOKEN": "other"])
        try scratch.write("2199-01-01T00:00:00Z", to: "expires")
        let lasting = gateway(endpoint, runner: runner)
        for position in 0..<3 { #expect(await ask(lasting, position).reply?.status == 200) }
        #expect(try runs() == 1)
        #expect(Set(KubeconfigTransportTests.authorizations(server)) == ["authorization: bearer issued-token-production"])
        let decisions = try await ledger.entries(of: "test").filter { $0.kind == .decision }
        #expect(decisions.count == 1 && decisions.first?.content["decision"] == "credentialProgram")
        #expect(decisions.first?.content.compact.contains("issued-token-production") == false)
        try scratch.write("2001-01-01T00:00:00Z", to: "expires")
        let expired = gateway(endpoint, runner: runner)
        for position in 10..<12 { #expect(await ask(expired, position).reply?.status == 200) }
        #expect(try runs() == 3)
        endpoint.credential = .kubeconfig(KubeconfigUser(path: scratch.path + "/config", user: "u", allowsExec: false))
        guard case .failed(let failure) = await ask(gateway(endpoint, runner: runner), 20) else {
            Issue.record("a program that is not allowed was run")
            return
        }
        #expect(failure.kind == .noCredential)
        #expect(try runs() == 3)
        await transport.shutdown()
    }

    @Test(
        "a program that fails, prints something else, or does not end gives no credential, and is not quoted",
        arguments: [
            ("echo secret-words; exit 7", "exit code 7"), ("echo secret-words", "did not print an ExecCredential"),
            (
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"x\",\"status\":{\"token\":\"secret-words\"}}'",
                "another version"
            ),
            (
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'",
                "gave no token"
            ),
            ("sleep 60", "did not finish"), ("yes secret-words", "more than 1 MiB"),
        ])
    func badPrograms(script: String, words: String) async throws {
        let scratch = try Scratch()
        try scratch.write("#!/bin/sh\n\(script)\n", to: "get-token")
        try scratch.shell("chmod +x get-token")
        try scratch.write(
            "users: [{ name: u, user: { exec: { command: ./get-token, apiVersion: client.authentication.k8s.io/v1 } } }]",
            to: "config")
        let origin = try #require(Origin("https://127.0.0.1:1"))
        var endpoint = Endpoint(name: "cluster", kind: "kubernetes", location: .origin(origin))
        endpoint.credential = .kubeconfig(KubeconfigUser(path: scratch.path + "/config", user: "u", allowsExec: true))
        let runner = CredentialProgramRunner(environment: ["PATH": "/usr/bin:/bin"], seconds: 1)
        let failure = await ask(gateway(endpoint, runner: runner)).failure
        #expect(failure?.kind == .noCredential)
        #expect(failure?.detail.contains(words) == true, "\(String(describing: failure))")
        #expect(failure?.detail.contains("secret-words") == false)
    }
}
