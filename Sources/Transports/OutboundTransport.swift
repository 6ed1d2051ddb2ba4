public import Gateway

/// The transports in one: each request goes to the one for its kind.
public struct OutboundTransport: Transport {
    private let http = HTTPTransport()
    private let process = ProcessTransport()
    private let file = FileTransport()

    public init() {}

    public func perform(_ call: consuming AuthorizedCall, into body: any BodySink) async -> TransportResult {
        switch call.request {
        case .http: await http.perform(call, into: body)
        case .process: await process.perform(call, into: body)
        case .file: await file.perform(call, into: body)
        }
    }

    /// Closes the connections. Calls made later fail.
    public func shutdown() async { await http.shutdown() }
}
