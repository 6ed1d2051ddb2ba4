import Connectors
public import Core

extension ModelProvider {
    /// What came of asking.
    public func reply(from outcome: Outcome) throws(ModelError) -> ModelReply {
        switch outcome.result {
        case .reply(let reply): return try read(reply)
        case .cut(let reply, let reason):
            var answer = try read(reply)
            answer.problem = answer.problem ?? reason
            return answer
        case .failed(let failure): throw ModelError(kind(of: failure), failure.detail)
        case .denied(let reason): throw ModelError(.denied, "was not asked: \(reason)")
        case .overBudget(let reason): throw ModelError(.overBudget, reason)
        }
    }

    private func kind(of failure: Failure) -> ModelError.Kind {
        switch failure.kind {
        case .timedOut: .timedOut
        case .noCredential: .denied
        case .circuitOpen: .busy
        default: .failed
        }
    }

    private func read(_ reply: Reply) throws(ModelError) -> ModelReply {
        let id = reply.header(Self.requestIDHeader).map { OutgoingText.line(String($0.prefix(80))) }
        guard let bytes = try? reply.body.bytes() else {
            throw ModelError(.failed, "its stored answer could not be read", requestID: id)
        }
        guard reply.status < 400 else { throw error(reply.status, bytes, id) }
        do throws(ModelError) { return try read(bytes) } catch {
            throw ModelError(error.kind, error.detail, requestID: id)
        }
    }

    private func error(_ status: Int, _ bytes: [UInt8], _ id: String?) -> ModelError {
        let body = (try? JSONValue(parsing: Array(bytes.prefix(65_536)))) ?? .null
        let (kind, message) = words(ofError: body)
        let said = message.isEmpty ? "" : ": \"\(OutgoingText.line(String(message.prefix(300))))\""
        return ModelError(ModelErrorWords.kind(status, kind, message), "answered \(status)\(said)", requestID: id)
    }
}

/// What servers call their errors.
enum ModelErrorWords {
    static func kind(_ status: Int, _ type: String, _ message: String) -> ModelError.Kind {
        let text = (type + " " + message.prefix(2_000)).lowercased()
        if [400, 413, 422, 500].contains(status), tooLong.contains(where: text.contains) { return .contextExceeded }
        switch status {
        case 401, 403: return .denied
        case 408, 504: return .timedOut
        case 413: return .contextExceeded
        case 429, 503, 529: return .busy
        case 400..<500: return .invalid
        default: return text.contains("overloaded") ? .busy : .failed
        }
    }

    /// As hosted services, vLLM, llama.cpp and Ollama put it.
    private static let tooLong = [
        "prompt is too long", "context_length_exceeded", "maximum context length", "exceed_context_size", "context window",
        "exceeds the available context", "too many tokens", "input length and `max_tokens` exceed",
    ]
}
