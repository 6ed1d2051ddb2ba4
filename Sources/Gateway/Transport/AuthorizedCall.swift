public import Core

/// Permission to send one literal request once.
///
/// Only the gateway can make one, and it does so after the policy has allowed the call and the intent is durable in the
/// ledger. It cannot be copied: one value is one attempt. A transport consumes it.
public struct AuthorizedCall: ~Copyable, Sendable {
    /// The request with its credentials filled in.
    public let request: WireRequest
    public let endpoint: Endpoint
    /// Seconds that the whole attempt may take.
    public let timeout: Double

    init(request: WireRequest, endpoint: Endpoint, timeout: Double) {
        self.request = request
        self.endpoint = endpoint
        self.timeout = timeout
    }
}

/// What goes over the wire. It may hold credentials: it is never stored, printed or put into an error.
public enum WireRequest: Sendable {
    /// The address is whole: origin, prefix, path and query.
    case http(method: HTTPCall.Method, url: String, headers: [HTTPCall.Field], body: [UInt8])
    case process(ProcessCall, directory: String)
    case file(FileCall, directory: String)
}

/// The only way out. Implementations live in Transports.
public protocol Transport: Sendable {
    /// Sends the request, writes the reply's body (after transfer-decoding, before content-decoding) to `body` as it comes,
    /// and returns within the call's timeout. Redirects are replies; nothing is retried here.
    func perform(_ call: consuming AuthorizedCall, into body: any BodySink) async -> TransportResult
}

/// How one attempt ended, less the body.
public enum TransportResult: Sendable {
    /// Status and headers, names in lower case. For a process the exit code; for a file 0.
    case reply(status: Int, headers: [HTTPCall.Field])
    case failed(Failure)
    /// The sink refused more bytes.
    case cut(status: Int, headers: [HTTPCall.Field])
}

/// Takes the body of a reply.
public protocol BodySink: Sendable {
    /// Takes the next bytes. When it throws, the transport stops reading and returns ``TransportResult/cut(status:headers:)``.
    func write(_ bytes: [UInt8]) async throws(BodySinkFull)
}

/// The body is longer than the source's limit, or the ledger cannot take more of it.
public struct BodySinkFull: Error, Sendable {
    public init() {}
}
