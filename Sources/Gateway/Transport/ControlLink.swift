public import Core

/// A link to a configured endpoint that governs the gateway and is not a source: a policy server or a witness. What is sent
/// over it is written by the gateway itself. Implementations live in Transports.
public protocol ControlLink: Sendable {
    /// Posts once; follows no redirect, and retries nothing.
    ///
    /// - Parameter seconds: that the whole exchange may take.
    func post(
        _ body: [UInt8], type: String, headers: [HTTPCall.Field], to url: String, seconds: Double
    ) async throws(ControlLinkError) -> ControlReply
}

public struct ControlReply: Sendable, Hashable {
    public var status: Int
    /// At most 1 MiB.
    public var body: [UInt8]
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// No answer came.
public struct ControlLinkError: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

/// Where no control link is configured, and none is expected to be used.
public struct NoControlLink: ControlLink {
    public init() {}
    public func post(
        _ body: [UInt8], type: String, headers: [HTTPCall.Field], to url: String, seconds: Double
    ) async throws(ControlLinkError) -> ControlReply {
        throw ControlLinkError("this program has no way to reach \(url)")
    }
}
