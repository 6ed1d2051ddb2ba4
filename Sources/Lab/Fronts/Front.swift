import Foundation
import Hummingbird
import Synchronization

/// The Lab's door before a source: all requests come through it, are logged, delayed and, on demand, spoiled.
final class Front: Sendable {
    enum Backend: Sendable {
        case standIn(any StandIn)
        case server(port: Int)
    }

    let name: String
    let log: RequestLog
    private let latency: Latency?
    private let fault: Fault?
    private let backend = Mutex<Backend?>(nil)
    private let refusedOnce = Mutex<Set<String>>([])

    init(name: String, directory: URL, latency: Latency?, fault: Fault?) throws {
        self.name = name
        self.latency = latency
        self.fault = fault
        log = try RequestLog(directory.appendingPathComponent("requests-\(name).log"))
    }

    /// Sets what answers behind the front, which may listen before that exists.
    func connect(_ backend: Backend) { self.backend.withLock { $0 = backend } }

    /// Starts to listen and returns the port.
    func listen() async throws -> Int {
        if fault == .down { return try LocalPort.refused() }
        let port = try LocalPort.free()
        let (running, signal) = AsyncStream<Void>.makeStream()
        let application = Application(
            responder: FrontResponder(front: self),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in signal.finish() })
        Task.detached {
            do { try await application.run() } catch { Console.error("front \(self.name): \(error)") }
            signal.finish()
        }
        for await _ in running {}
        return port
    }

    func respond(to request: WebRequest) async throws -> Response {
        let arrived = RequestLog.now()
        if let latency { try await Task.sleep(for: latency.delay(source: name, request: request)) }
        switch fault {
        case .hang:
            log.write(request, arrived: arrived, status: 0, bytes: 0)
            try await Task.sleep(for: .seconds(86_400))
            throw ScenarioError("hung for a day")
        case .serverError:
            return reply(.text("internal server error\n", status: 500), request, arrived)
        case .big:
            return flood(request, arrived)
        case .badtoken:
            if case .server? = backend.withLock({ $0 }) {
                return reply(.text("Unauthorized\n", status: 401), request, arrived)
            }
        case .slow429 where refusedOnce.withLock({ $0.insert(request.method + request.target).inserted }):
            var answer = WebAnswer.text("too many requests\n", status: 429)
            answer.headers += [
                ("Retry-After", "1"), ("ratelimit-limit", "960"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "1"),
            ]
            return reply(answer, request, arrived)
        default: break
        }
        var answer = try await forward(request)
        if fault == .broken, answer.status == 200 { answer.body.removeLast(answer.body.count - answer.body.count / 2) }
        return reply(answer, request, arrived)
    }

    private func forward(_ request: WebRequest) async throws -> WebAnswer {
        switch backend.withLock({ $0 }) {
        case .standIn(let standIn): return standIn.answer(request)
        case .server(let port):
            var request = request
            // Half of a compressed answer would be a broken archive, not broken JSON.
            if fault == .broken { request.headers.removeAll { $0.name == "accept-encoding" } }
            do {
                return try await UpstreamClient.send(request, port: port)
            } catch {
                return .text("bad gateway: \(error)\n", status: 502)
            }
        case nil: return .text("not ready\n", status: 503)
        }
    }

    private func reply(_ answer: WebAnswer, _ request: WebRequest, _ arrived: Int64) -> Response {
        let log = log
        let body = ResponseBody(contentLength: answer.body.count) { writer in
            do {
                if !answer.body.isEmpty, request.method != "HEAD" { try await writer.write(ByteBuffer(bytes: answer.body)) }
                try await writer.finish(nil)
                log.write(request, arrived: arrived, status: answer.status, bytes: answer.body.count)
            } catch {
                log.write(request, arrived: arrived, status: 0, bytes: 0)
                throw error
            }
        }
        return Response(status: .init(code: answer.status), headers: fields(answer.headers), body: body)
    }

    /// 200 MB in pieces of 1 MB, with no length announced.
    private func flood(_ request: WebRequest, _ arrived: Int64) -> Response {
        let log = log
        let body = ResponseBody { writer in
            var sent = 0
            do {
                try await writer.write(ByteBuffer(string: "{\"status\":\"success\",\"data\":[\""))
                let piece = ByteBuffer(bytes: [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20))
                while sent < 200 << 20 {
                    try await writer.write(piece)
                    sent += 1 << 20
                }
                try await writer.write(ByteBuffer(string: "\"]}"))
                try await writer.finish(nil)
                log.write(request, arrived: arrived, status: 200, bytes: sent)
            } catch {
                log.write(request, arrived: arrived, status: 0, bytes: sent)
                throw error
            }
        }
        return Response(status: .ok, headers: fields([("Content-Type", "application/json")]), body: body)
    }

    private func fields(_ headers: [(name: String, value: String)]) -> HTTPFields {
        var fields = HTTPFields()
        for header in headers {
            guard let name = HTTPFields.Element.Name(header.name) else { continue }
            fields.append(HTTPFields.Element(name: name, value: header.value))
        }
        return fields
    }
}

private struct FrontResponder: HTTPResponder {
    let front: Front

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 8 << 20)
        let headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
        let own = WebRequest(
            method: request.method.rawValue, target: request.head.path ?? "/", headers: headers,
            body: Array(body.readableBytesView))
        return try await front.respond(to: own)
    }
}
