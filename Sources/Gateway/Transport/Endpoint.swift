public import Core

/// Where a source is and how it may be reached: pinned by configuration, out of reach of tools, models and data.
public struct Endpoint: Sendable, Hashable, Codable {
    public enum Location: Sendable, Hashable, Codable {
        case origin(Origin)
        /// An absolute path.
        case directory(String)
    }

    public var name: SourceName
    public var kind: SourceKind
    public var location: Location
    public var credential: CredentialReference
    /// PEM file with the authorities to trust in place of the system's.
    public var certificateAuthority: String?
    /// The PEM text of the authorities to trust, where a kubeconfig holds it itself. Public, unlike a key.
    public var certificateAuthorityText: String?
    /// PEM files of a client certificate and its key.
    public var clientCertificate: ClientCertificate?
    /// HTTP proxy, `http://host:port`; `nil`: none.
    public var proxy: Origin?
    /// Headers sent with every request, such as `X-Scope-OrgID`.
    public var headers: [HTTPCall.Field]
    /// The same, for headers whose value is a secret, such as a gateway's API key.
    public var secretHeaders: [SecretHeader] = []
    public var limits: Limits
    /// Inside or outside, where the configuration says so; see ``side``.
    public var perimeter: Side?
    /// Values of the source's own options. They may be sent to it as they are, wherever it stands.
    public var ownValues: [String]?

    public struct SecretHeader: Sendable, Hashable, Codable {
        public var name: String
        public var value: SecretReference
        public init(name: String, value: SecretReference) {
            self.name = name
            self.value = value
        }
    }

    public struct ClientCertificate: Sendable, Hashable, Codable {
        public var certificate: String
        public var key: String
        /// Both paths are a kubeconfig's, and this user of it has the certificate and the key.
        public var kubeconfigUser: String?
        public init(certificate: String, key: String, kubeconfigUser: String? = nil) {
            self.certificate = certificate
            self.key = key
            self.kubeconfigUser = kubeconfigUser
        }
    }

    public struct Limits: Sendable, Hashable, Codable {
        /// Seconds for one attempt.
        public var timeout: Double
        /// Calls to the source at the same time.
        public var concurrency: Int
        /// Bytes of a body as it comes, and after content-decoding.
        public var bodyBytes: Int
        public var decodedBytes: Int
        /// Attempts after the first, for reads.
        public var retries: Int
        /// Failures in a row after which the source is left alone for `circuitSeconds`.
        public var circuitFailures: Int
        public var circuitSeconds: Double

        public init(
            timeout: Double = 15, concurrency: Int = 8, bodyBytes: Int = 8 << 20, decodedBytes: Int = 16 << 20,
            retries: Int = 2, circuitFailures: Int = 4, circuitSeconds: Double = 60
        ) {
            self.timeout = timeout
            self.concurrency = concurrency
            self.bodyBytes = bodyBytes
            self.decodedBytes = decodedBytes
            self.retries = retries
            self.circuitFailures = circuitFailures
            self.circuitSeconds = circuitSeconds
        }
    }

    public init(
        name: SourceName, kind: SourceKind, location: Location, credential: CredentialReference = .none,
        certificateAuthority: String? = nil, clientCertificate: ClientCertificate? = nil, proxy: Origin? = nil,
        headers: [HTTPCall.Field] = [], limits: Limits = Limits()
    ) {
        self.name = name
        self.kind = kind
        self.location = location
        self.credential = credential
        self.certificateAuthority = certificateAuthority
        self.clientCertificate = clientCertificate
        self.proxy = proxy
        self.headers = headers
        self.limits = limits
    }
}

/// Scheme, host, port and path prefix.
public struct Origin: Sendable, Hashable, Codable, CustomStringConvertible {
    public enum Scheme: String, Sendable, Hashable, Codable { case http, https }

    public var scheme: Scheme
    /// A name or an address; IPv6 in brackets.
    public var host: String
    public var port: Int
    /// Begins with `/` and does not end with one, or is empty.
    public var prefix: String

    /// Reads `http://host[:port][/prefix]`. User names, queries and fragments are refused; credentials do not belong here.
    public init?(_ text: String) {
        guard let (scheme, rest) = Origin.scheme(of: text), !rest.isEmpty, rest.unicodeScalars.allSatisfy(\.isASCII),
            !rest.contains(where: { "?#@\\ %\"<>^`{|}".contains($0) || $0.isNewline })
        else { return nil }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash]
        var port = scheme == .https ? 443 : 80
        if let colon = authority.lastIndex(of: ":"), authority.last != "]" {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
                return nil
            }
            port = number
            authority = authority[..<colon]
        }
        let segments = rest[slash...].split(separator: "/")
        guard !authority.isEmpty, !segments.contains(where: { $0 == "." || $0 == ".." }) else { return nil }
        let bracketed = authority.first == "[" && authority.last == "]"
        guard bracketed || !authority.contains(":") else { return nil }
        self.scheme = scheme
        self.host = authority.lowercased()
        self.port = port
        self.prefix = segments.map { "/" + $0 }.joined()
    }

    private static func scheme(of text: String) -> (Scheme, Substring)? {
        for scheme in [Scheme.http, .https] where text.lowercased().hasPrefix(scheme.rawValue + "://") {
            return (scheme, text.dropFirst(scheme.rawValue.count + 3))
        }
        return nil
    }

    /// `host:port`, or `host` alone where the port is the scheme's own.
    public var authority: String { port == (scheme == .https ? 443 : 80) ? host : "\(host):\(port)" }
    public var description: String { "\(scheme.rawValue)://\(authority)\(prefix)" }
}
