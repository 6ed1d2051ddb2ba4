import Core
import Foundation
import Hummingbird
import Synchronization

/// A server of a scripted model, in both protocols: `/v1/messages` and `/v1/chat/completions`.
final class ModelServer: Sendable {
    let actor: ModelActor
    /// Turns that were asked for before, so that a refusal comes once for each.
    private let tried = Mutex<Set<Int>>([])

    init(_ script: ModelScript) { actor = ModelActor(script: script) }

    /// Starts to listen and returns the port.
    func listen() async throws -> Int {
        let port = try LocalPort.free()
        let (running, signal) = AsyncStream<Void>.makeStream()
        let application = Application(
            responder: Responder(server: self),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in signal.finish() })
        Task.detached {
            do { try await application.run() } catch { Console.error("model: \(error)") }
            signal.finish()
        }
        for await _ in running {}
        return port
    }

    func respond(path: String, body: [UInt8]) -> Response {
        let isAnthropic = path.hasSuffix("/messages")
        guard isAnthropic || path.hasSuffix("/chat/completions") else { return plain(404, "no such path") }
        guard let value = try? JSONValue(parsing: body), let question = ModelQuestion(value, isAnthropic: isAnthropic) else {
            return plain(400, "not a request")
        }
        let isFirst = tried.withLock { $0.insert(question.turn).inserted }
        let move = actor.move(for: question, isFirstTry: isFirst)
        if let refusal = move.refusal { return refuse(refusal) }
        let model = value["model"]?.string ?? "scripted"
        let read = body.count / 4
        let events =
            isAnthropic
            ? ModelWire.anthropic(move, model: model, readTokens: read) : ModelWire.chat(move, model: model, readTokens: read)
        return stream(events, move.manner, half: ModelWire.half(of: events), isAnthropic)
    }

    private func stream(_ events: [String], _ manner: ModelMove.Manner, half: Int, _ isAnthropic: Bool) -> Response {
        let body = ResponseBody { writer in
            let count = manner == .whole ? events.count : half
            for event in events.prefix(count) { try await writer.write(ByteBuffer(string: event)) }
            switch manner {
            case .whole, .early: try await writer.finish(nil)
            case .broken: throw Broken()
            case .stalled: try await Task.sleep(for: .seconds(3_600))
            case .flood(let bytes):
                let piece = ByteBuffer(
                    string: ": " + String(repeating: "comment ", count: 8_192) + "\n")
                var sent = 0
                while sent < bytes {
                    try await writer.write(piece)
                    sent += piece.readableBytes
                }
                try await writer.finish(nil)
            }
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
    }

    private struct Broken: Error {}

    private func refuse(_ refusal: ModelMove.Refusal) -> Response {
        let error: JSONValue = ["type": .string(refusal.type), "message": .string(refusal.message)]
        var headers: HTTPFields = [.contentType: "application/json"]
        if let seconds = refusal.retryAfter { headers[.retryAfter] = "\(seconds)" }
        let text = JSONValue.object(["type": "error", "error": error]).compact
        return Response(
            status: .init(code: refusal.status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func plain(_ status: Int, _ text: String) -> Response {
        Response(status: .init(code: status), body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private struct Responder: HTTPResponder {
        let server: ModelServer

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            let body = try await request.body.collect(upTo: 64 << 20)
            return server.respond(path: request.uri.path, body: Array(body.readableBytesView))
        }
    }
}
