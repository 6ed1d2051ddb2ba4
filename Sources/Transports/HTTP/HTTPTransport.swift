import AsyncHTTPClient
import Core
public import Gateway
import NIOCore
import NIOHTTP1

/// Sends HTTP/1.1 requests, in clear or over TLS.
///
/// A redirect is a reply like any other; nothing is decompressed, nothing is tried again, no cookie is kept, and no proxy is
/// taken from the environment. Besides the request's own headers only `host`, `content-length` and, where HTTP asks for it,
/// `connection` are sent. The time allowed covers everything from the name's resolution to the body's last byte.
///
/// Behind a proxy every request, also one in clear, goes through a tunnel that `CONNECT` opens, so the proxy must allow the
/// source's port. Answers whose head has more than 256 fields, a field of more than 80 KiB or more than 2 MiB in all are
/// `broken`. A stream of events (`text/event-stream`) that breaks is `cut`.
public struct HTTPTransport: Transport {
    private let clients = HTTPClients()

    public init() {}

    public func perform(_ call: consuming AuthorizedCall, into body: any BodySink) async -> TransportResult {
        guard case .http(let method, let url, let headers, let bytes) = call.request else { return .misdirected(to: "HTTP") }
        let endpoint = call.endpoint
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method.rawValue)
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        if !bytes.isEmpty { request.body = .bytes(ByteBuffer(bytes: bytes)) }
        return await TimeLimit.run(seconds: call.timeout, late: "no answer") { [request] in
            await exchange(request, with: endpoint, into: body)
        }
    }

    /// Closes the connections. Calls made later fail.
    public func shutdown() async { await clients.shutdown() }

    private func exchange(
        _ request: HTTPClientRequest, with endpoint: Endpoint, into body: any BodySink
    ) async -> TransportResult {
        do {
            let client = try await clients.client(for: endpoint)
            // The deadline here is only a backstop: the time limit cancels this task.
            let response = try await client.execute(request, deadline: .now() + .hours(24))
            let status = Int(response.status.code)
            let headers = response.headers.map { HTTPCall.Field($0.name.lowercased(), $0.value) }
            let isStream = headers.contains { $0.name == "content-type" && $0.value.hasPrefix("text/event-stream") }
            do {
                for try await buffer in response.body {
                    do throws(BodySinkFull) {
                        try await body.write(Array(buffer.readableBytesView))
                    } catch {
                        // Leaving the loop drops the body, which closes the connection.
                        return .cut(status: status, headers: headers)
                    }
                }
            } catch where isStream && !Task.isCancelled {
                // The events before the break are whole, each by itself.
                return .cut(status: status, headers: headers)
            }
            // A cancelled body may end as if it were whole.
            return Task.isCancelled ? .stopped : .reply(status: status, headers: headers)
        } catch let failure as Failure {
            return .failed(failure)
        } catch {
            return Task.isCancelled ? .stopped : .failed(HTTPFailure.failure(for: error, endpoint: endpoint))
        }
    }
}
