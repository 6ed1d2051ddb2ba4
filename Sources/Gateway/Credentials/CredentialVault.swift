import Core

/// Where a secret is kept. The secret itself never stands in configuration, ledger or documents.
public enum SecretReference: Sendable, Hashable, Codable, CustomStringConvertible {
    case environment(String)
    /// An absolute path. A line end at the end of the file is not part of the secret.
    case file(String)

    /// Reads `env:NAME` or `file:PATH`.
    public init?(_ text: String) {
        if text.hasPrefix("env:"), text.count > 4 {
            self = .environment(String(text.dropFirst(4)))
        } else if text.hasPrefix("file:"), text.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }
}

/// How a source is authenticated to.
public enum CredentialReference: Sendable, Hashable, Codable {
    case none
    case token(SecretReference)
    case basic(user: String, password: SecretReference)
    /// What a user of a kubeconfig authenticates with.
    case kubeconfig(KubeconfigUser)
}

/// A secret in memory. It prints as `‹secret›`.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let value: String
    public init(_ value: String) { self.value = value }
    public var description: String { "‹secret›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Reads secrets at the moment of sending. The wiring provides it; only the gateway asks it.
public struct CredentialVault: Sendable {
    private let read: @Sendable (SecretReference) throws -> Secret
    private let programs: ProgramCredentials?

    /// `read` throws when the secret is not there; its error's text names the reference and not the value. `runner` runs the
    /// programs that kubeconfigs name, where the configuration allows them; without one none is run.
    public init(
        runner: (any CredentialRunner)? = nil, clock: any GatewayClock = SystemClock(),
        _ read: @escaping @Sendable (SecretReference) throws -> Secret
    ) {
        self.read = read
        programs = runner.map { ProgramCredentials($0, clock: clock) }
    }

    /// The headers and query items that a slot asks for.
    func fill(_ slot: CredentialSlot, from reference: CredentialReference) async throws(Failure) -> Filling {
        switch (slot, reference) {
        case (.configured, .none): return Filling()
        case (_, .kubeconfig(let user)): return try await fill(slot, from: user)
        case (.configured, .token(let token)), (.bearer, .token(let token)):
            let value = try secret(token)
            return Filling(header: HTTPCall.Field("authorization", "Bearer " + value), secrets: [value])
        case (.configured, .basic(let user, let password)), (.bearer, .basic(let user, let password)):
            let value = try secret(password)
            let pair = user + ":" + value
            return Filling(
                header: HTTPCall.Field("authorization", "Basic " + Base64.encode(Array(pair.utf8))), secrets: [value, pair])
        case (.header(let name, let prefix), .token(let token)):
            let value = try secret(token)
            return Filling(header: HTTPCall.Field(name.lowercased(), prefix + value), secrets: [value])
        case (.query(let name), .token(let token)):
            let value = try secret(token)
            return Filling(query: HTTPCall.Field(name, value), secrets: [value])
        default: throw Failure(.noCredential, "no token is configured for this source (set 'token: env:NAME' or 'file:PATH')")
        }
    }

    /// The program that filling a slot would run now, as the ledger names it; `nil` when it needs none.
    func program(for reference: CredentialReference) async throws(Failure) -> String? {
        guard case .kubeconfig(let user) = reference, case .program(let command) = try credential(of: user) else { return nil }
        if let programs, await programs.holds(command) { return nil }
        return "the program \(command.program) of user '\(user.user)' in \(user.path) is run for the credential"
    }

    private func fill(_ slot: CredentialSlot, from user: KubeconfigUser) async throws(Failure) -> Filling {
        guard let credential = try credential(of: user) else {
            throw Failure(.noCredential, "user '\(user.user)' in \(user.path) has no credential any more")
        }
        let token: String
        switch credential {
        case .token(let text): token = try checked(text, "the token of user '\(user.user)' in \(user.path)")
        case .tokenFile(let path): token = try secret(.file(path))
        case .basic(let name, let password):
            let pair = name + ":" + password
            return Filling(
                header: HTTPCall.Field("authorization", "Basic " + Base64.encode(Array(pair.utf8))), secrets: [password, pair])
        case .program(let command):
            guard let programs else { throw Failure(.noCredential, "no program may be run for a credential here") }
            token = try checked(try await programs.token(command), "the token that \(command.program) gave")
        }
        switch slot {
        case .configured, .bearer:
            return Filling(header: HTTPCall.Field("authorization", "Bearer " + token), secrets: [token])
        case .header(let name, let prefix):
            return Filling(header: HTTPCall.Field(name.lowercased(), prefix + token), secrets: [token])
        case .query(let name): return Filling(query: HTTPCall.Field(name, token), secrets: [token])
        }
    }

    /// Read anew for each call, so that a file that was changed counts.
    private func credential(of user: KubeconfigUser) throws(Failure) -> Kubeconfig.Credential? {
        let text: String
        do { text = try read(.file(user.path)).value } catch {
            throw Failure(.noCredential, "the kubeconfig \(user.path) could not be read: \(error)")
        }
        do throws(KubeconfigError) {
            return try Kubeconfig(text: text, path: user.path).credential(of: user)
        } catch {
            throw Failure(.noCredential, error.description)
        }
    }

    struct Filling {
        var header: HTTPCall.Field?
        var query: HTTPCall.Field?
        var secrets: [String] = []
    }

    /// The value of a configured header.
    func header(_ header: Endpoint.SecretHeader) throws(Failure) -> (field: HTTPCall.Field, secret: String) {
        let value = try secret(header.value)
        return (HTTPCall.Field(header.name.lowercased(), value), value)
    }

    private func secret(_ reference: SecretReference) throws(Failure) -> String {
        let value: String
        do { value = try read(reference).value } catch {
            throw Failure(.noCredential, "the credential \(reference) could not be read: \(error)")
        }
        return try checked(value, "the credential \(reference)")
    }

    private func checked(_ value: String, _ what: String) throws(Failure) -> String {
        guard !value.isEmpty else { throw Failure(.noCredential, "\(what) is empty") }
        guard !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw Failure(.noCredential, "\(what) contains control characters")
        }
        return value
    }
}
