/// How one call ended, as a conversation and the ledger see it.
public struct Outcome: Sendable {
    /// The call's place in the investigation, which evidence cites.
    public var key: CallKey
    public var call: Call
    public var result: Result

    public init(key: CallKey, call: Call, result: Result) {
        self.key = key
        self.call = call
        self.result = result
    }

    public enum Result: Sendable {
        /// The other side answered, whatever it said: an HTTP 500 is a reply.
        case reply(Reply)
        /// No whole answer came.
        case failed(Failure)
        /// The policy, or a check of the gateway, refused the call; it was not sent.
        case denied(reason: String)
        /// The answer was longer than allowed; what came before the limit is here.
        case cut(Reply, reason: String)
        /// A budget was spent before the call could be sent.
        case overBudget(reason: String)
    }
}

/// An answer.
public struct Reply: Sendable {
    /// HTTP status; for a process its exit code; 0 for a file.
    public var status: Int
    /// Names in lower case, in the order they came.
    public var headers: [HTTPCall.Field]
    public var body: Body

    public init(status: Int, headers: [HTTPCall.Field] = [], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Why no whole answer came.
public struct Failure: Sendable, Hashable, Codable, Error, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// Name resolution, connecting or TLS failed: the request was not sent.
        case unreachable
        /// The time allowed was over.
        case timedOut
        /// The connection broke, or what came was not the protocol.
        case broken
        /// The answer's content-encoding could not be decoded, or it grew beyond the limit.
        case undecodable
        /// The gateway did not send: the source failed too often a moment ago.
        case circuitOpen
        /// A credential that the call needs is not configured or could not be read.
        case noCredential
        /// The program or file is not there.
        case notFound
        /// The transport would not do it: an argument, a path or a repository that is not safe.
        case refused
        /// The run ended before the outcome was known; a resumed run asks again.
        case interrupted
    }

    public var kind: Kind
    /// A sentence's worth of detail, without credentials. It may quote the other side.
    public var detail: String

    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    public var description: String { detail }
}
