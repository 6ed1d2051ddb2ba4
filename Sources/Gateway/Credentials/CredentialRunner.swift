public import Core

/// A user of a kubeconfig file: where a credential is, and not what it is.
public struct KubeconfigUser: Sendable, Hashable, Codable {
    /// Absolute.
    public var path: String
    public var user: String
    /// Whether the configuration lets the user's program run.
    public var allowsExec: Bool
    public init(path: String, user: String, allowsExec: Bool = false) {
        self.path = path
        self.user = user
        self.allowsExec = allowsExec
    }
}

/// A program that prints a credential, as a kubeconfig's `exec` names it. It is run without a shell.
public struct CredentialCommand: Sendable, Hashable {
    public struct Variable: Sendable, Hashable {
        public var name: String
        public var value: String
    }

    /// An absolute path, or a name to be looked for in `PATH`.
    public var program: String
    public var arguments: [String]
    /// Set besides the few that every such program is given.
    public var environment: [Variable]
    /// `client.authentication.k8s.io/v1`
    public var apiVersion: String

    /// The variable in which the program is told what is asked of it.
    public var information: Variable {
        Variable(
            name: "KUBERNETES_EXEC_INFO",
            value: "{\"kind\":\"ExecCredential\",\"apiVersion\":\"\(apiVersion)\",\"spec\":{\"interactive\":false}}")
    }
}

/// Runs the programs that print credentials. Only the vault asks it, and only for sources whose configuration allows them.
public protocol CredentialRunner: Sendable {
    /// What the program wrote to its standard output.
    func run(_ command: CredentialCommand) async throws(Failure) -> [UInt8]
}

/// Credentials that programs gave, kept until they expire. Calls that need the same one at the same time run it once.
actor ProgramCredentials {
    private struct Kept {
        var token: String
        var expires: Instant?
    }

    private let runner: any CredentialRunner
    private let clock: any GatewayClock
    private var kept: [CredentialCommand: Kept] = [:]
    private var running: [CredentialCommand: Task<Result<Kept, Failure>, Never>] = [:]

    /// Seconds before its end from which on a credential is not used.
    private static let margin = 10.0

    init(_ runner: any CredentialRunner, clock: any GatewayClock) {
        self.runner = runner
        self.clock = clock
    }

    /// Whether a credential is kept, or on its way, so that nothing need be run.
    func holds(_ command: CredentialCommand) -> Bool { valid(command) != nil || running[command] != nil }

    func token(_ command: CredentialCommand) async throws(Failure) -> String {
        if let token = valid(command) { return token }
        let task = running[command] ?? start(command)
        switch await task.value {
        case .success(let credential): return credential.token
        case .failure(let failure): throw failure
        }
    }

    private func valid(_ command: CredentialCommand) -> String? {
        guard let credential = kept[command] else { return nil }
        if let expires = credential.expires, clock.now() >= expires.adding(seconds: -ProgramCredentials.margin) { return nil }
        return credential.token
    }

    private func start(_ command: CredentialCommand) -> Task<Result<Kept, Failure>, Never> {
        let task = Task { [runner] () async -> Result<Kept, Failure> in
            do throws(Failure) {
                let credential = try ProgramCredentials.read(try await runner.run(command), of: command)
                finished(command, credential)
                return .success(credential)
            } catch {
                finished(command, nil)
                return .failure(error)
            }
        }
        running[command] = task
        return task
    }

    private func finished(_ command: CredentialCommand, _ credential: Kept?) {
        running[command] = nil
        kept[command] = credential
    }

    /// An `ExecCredential` (kubernetes.io/docs/reference/config-api/client-authentication.v1). No error quotes it.
    private static func read(_ output: [UInt8], of command: CredentialCommand) throws(Failure) -> Kept {
        guard let document = try? JSONValue(parsing: output), document["kind"]?.string == "ExecCredential" else {
            throw Failure(.noCredential, "\(command.program) did not print an ExecCredential")
        }
        guard document["apiVersion"]?.string == command.apiVersion else {
            throw Failure(
                .noCredential, "\(command.program) printed an ExecCredential of another version than \(command.apiVersion)")
        }
        guard let token = document["status"]?["token"]?.string, !token.isEmpty else {
            throw Failure(
                .noCredential, "\(command.program) gave no token; client certificates from programs are not supported")
        }
        guard let expires = document["status"]?["expirationTimestamp"]?.string else { return Kept(token: token, expires: nil) }
        // One that cannot be read is used once and not kept.
        return Kept(token: token, expires: Instant(rfc3339: expires) ?? Instant(nanoseconds: .min / 2))
    }
}
