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

    /// `read` throws when the secret is not there; its error's text names the reference and not the value.
    public init(_ read: @escaping @Sendable (SecretReference) throws -> Secret) { self.read = read }

    /// The headers and query items that a slot asks for.
    func fill(_ slot: CredentialSlot, from reference: CredentialReference) throws(Failure) -> Filling {
        switch (slot, reference) {
        case (.configured, .none): return Filling()
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
        guard !value.isEmpty else { throw Failure(.noCredential, "the credential \(reference) is empty") }
        guard !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw Failure(.noCredential, "the credential \(reference) contains control characters")
        }
        return value
    }
}
