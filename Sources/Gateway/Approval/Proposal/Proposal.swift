public import Core
import Crypto

/// A write that waits for people's signatures: the literal request, who wants it and why, and under what terms it may be sent.
///
/// A proposal is one sequence of bytes (``payload``), made once; those are signed, stored, shown and sent from. Every value of
/// this type has passed ``check()``.
public struct Proposal: Sendable, Hashable {
    /// The type in the envelope and in what is signed.
    public static let payloadType = "application/vnd.inquest.proposal.v1+json"
    /// The namespace of signatures on proposals: `ssh-keygen -Y sign -n inquest-approval`.
    public static let namespace = "inquest-approval"
    /// Seconds that a proposal may be valid at most.
    public static let maximumLifetime = 3600.0
    /// Longer payloads are refused.
    public static let maximumBytes = 2 << 20

    /// Letters, digits, `-`, `_` and `.`; it names files.
    public let id: String
    public let investigation: String
    public let source: Source
    public let tool: String
    public let request: Request
    /// Who asks: a person, the playbook, a model or an MCP client.
    public let asker: Principal
    /// The person whom the asker acts for, where there is one.
    public let onBehalfOf: String?
    /// Why, in the asker's words.
    public let reason: String
    /// Ids of the evidence that the asker gives for it.
    public let evidence: [String]
    public let policy: Rule
    public let approvers: Approvers
    /// The ledger's checkpoint when the proposal was made.
    public let checkpoint: String
    /// 32 random bytes, used once.
    public let nonce: [UInt8]
    /// The proposal may be signed and sent from this moment on,
    public let notBefore: Instant
    /// and before this one.
    public let expires: Instant
    /// The canonical form.
    public let payload: [UInt8]

    public init(
        id: String, investigation: String, source: Source, tool: String, request: Request, asker: Principal,
        onBehalfOf: String? = nil, reason: String, evidence: [String], policy: Rule, approvers: Approvers,
        checkpoint: String, nonce: [UInt8], notBefore: Instant, expires: Instant
    ) throws(ApprovalFormatError) {
        self.id = id
        self.investigation = investigation
        self.source = source
        self.tool = tool
        self.request = request
        self.asker = asker
        self.onBehalfOf = onBehalfOf
        self.reason = reason
        self.evidence = evidence
        self.policy = policy
        self.approvers = approvers
        self.checkpoint = checkpoint
        self.nonce = nonce
        self.notBefore = notBefore
        self.expires = expires
        let json = Proposal.json(
            id: id, investigation: investigation, source: source, tool: tool, request: request, asker: asker,
            onBehalfOf: onBehalfOf, reason: reason, evidence: evidence, policy: policy, approvers: approvers,
            checkpoint: checkpoint, nonce: nonce, notBefore: notBefore, expires: expires)
        payload = Array(json.canonical.utf8)
        try check()
    }

    /// SHA-256 of the payload, in hexadecimal.
    public var digest: String { Hex.encode(SHA256.hash(data: payload)) }

    /// What a person signs: the file that `ssh-keygen -Y sign` is given.
    public var signedBytes: [UInt8] { DSSE.preAuthenticationEncoding(type: Proposal.payloadType, body: payload) }

    public static func == (left: Proposal, right: Proposal) -> Bool { left.payload == right.payload }
    public func hash(into hasher: inout Hasher) { hasher.combine(payload) }
}

extension Proposal {
    public struct Source: Sendable, Hashable {
        public let name: SourceName
        /// Scheme, host, port and path prefix, from the configuration.
        public let origin: Origin

        public init(name: SourceName, origin: Origin) {
            self.name = name
            self.origin = origin
        }
    }

    /// The request as it will be sent, but for the credential.
    public struct Request: Sendable, Hashable {
        public let method: HTTPCall.Method
        /// The whole URL: the source's origin, and the encoded path and query below it.
        public let url: String
        /// In order, names in lower case, without the credential.
        public let headers: [HTTPCall.Field]
        public let body: [UInt8]
        /// Where the credential will go, such as `authorization: Bearer ‹credential›`; empty where there is none.
        public let credential: String

        public init(
            method: HTTPCall.Method, url: String, headers: [HTTPCall.Field], body: [UInt8], credential: String
        ) {
            self.method = method
            self.url = url
            self.headers = headers
            self.body = body
            self.credential = credential
        }
    }

    /// What asked for the approval.
    public struct Rule: Sendable, Hashable {
        /// Of the whole policy.
        public let digest: String
        /// The rule that decided.
        public let rule: String

        public init(digest: String, rule: String) {
            self.digest = digest
            self.rule = rule
        }
    }

    /// How many people have to sign, and who they may be.
    public struct Approvers: Sendable, Hashable {
        public let count: Int
        public let group: String

        public init(count: Int, group: String) {
            self.count = count
            self.group = group
        }
    }
}
