import AsyncHTTPClient
public import Core
public import Gateway
import NIOCore
import NIOHTTP1

/// Posts to policy servers and witnesses. The answers are short; what is longer than 1 MiB is refused.
public struct HTTPControlLink: ControlLink {
    private let clients = HTTPClients()
    private static let most = 1 << 20

    public init() {}

    public func post(
        _ body: [UInt8], type: String, headers: [HTTPCall.Field], to url: String, seconds: Double
    ) async throws(ControlLinkError) -> ControlReply {
        guard let origin = Origin(url) else { throw ControlLinkError("'\(url)' is not an http or https address") }
        let endpoint = Endpoint(name: "control", kind: "control", location: .origin(origin))
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: type)
        request.headers.add(name: "user-agent", value: "inquest/\(Gateway.version)")
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let sink = Collected()
        let result = await TimeLimit.run(seconds: seconds, late: "no answer") { [request] in
            do {
                let response = try await clients.client(for: endpoint).execute(request, deadline: .now() + .hours(24))
                let bytes = try await response.body.collect(upTo: HTTPControlLink.most)
                await sink.take(Array(bytes.readableBytesView))
                return .reply(status: Int(response.status.code), headers: [])
            } catch {
                return .failed(HTTPFailure.failure(for: error, endpoint: endpoint))
            }
        }
        switch result {
        case .reply(let status, _): return ControlReply(status: status, body: await sink.bytes)
        case .failed(let failure): throw ControlLinkError(failure.detail)
        case .cut: throw ControlLinkError("the answer is longer than 1 MiB")
        }
    }

    /// Closes the connections. Posts made later fail.
    public func shutdown() async { await clients.shutdown() }

    private actor Collected {
        private(set) var bytes: [UInt8] = []
        func take(_ bytes: [UInt8]) { self.bytes = bytes }
    }
}
