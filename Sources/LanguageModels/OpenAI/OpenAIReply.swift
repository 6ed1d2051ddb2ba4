import Core

/// Reads what servers of chat completions answer, streamed or whole.
///
/// Where they differ: arguments come as text in pieces, or as an object at once; a request for a tool may have no id and no
/// number; usage may be missing, or in a last chunk without choices; reasoning comes under two names and is passed over; the
/// reason to stop may be `stop` although tools are asked for.
enum OpenAIReply {
    static func read(_ bytes: [UInt8]) throws(ModelError) -> ModelReply {
        if let document = try? JSONValue(parsing: bytes) { return try whole(document) }
        var state = State()
        for event in EventStream.events(bytes) {
            guard event.data != "[DONE]" else {
                state.isDone = true
                break
            }
            guard let chunk = try? JSONValue(parsing: event.data), chunk.object != nil else { continue }
            state.take(chunk)
        }
        guard state.isProtocol || state.isDone else {
            throw ModelError(.failed, "answered with something that is no stream of completions")
        }
        return state.reply()
    }

    private static func whole(_ document: JSONValue) throws(ModelError) -> ModelReply {
        guard let choice = document["choices"]?[0], let message = choice["message"] else {
            throw ModelError(.failed, "answered with a document that is no completion")
        }
        var state = State()
        state.take(["choices": [["delta": message, "finish_reason": choice["finish_reason"] ?? "stop"]]])
        state.take(["usage": document["usage"] ?? .null])
        return state.reply()
    }

    private struct State {
        var builder = ReplyBuilder()
        var isProtocol = false
        var isDone = false
        /// Numbers of requests for tools: the server's own, or counted where it gives none.
        private var last: Int64 = -1
        private var lastID = ""

        mutating func take(_ chunk: JSONValue) {
            if let error = chunk["error"], !error.isNull {
                isProtocol = true
                let said = error["message"]?.string ?? error.string ?? ""
                builder.problem = "the server broke off: \(said.prefix(200))"
            }
            if let counts = chunk["usage"], counts.object != nil { builder.usage = OpenAIReply.usage(counts) }
            guard let choices = chunk["choices"]?.array else { return }
            isProtocol = true
            guard let choice = choices.first(where: { ($0["index"]?.int ?? 0) == 0 }) else { return }
            if let delta = choice["delta"] {
                if let text = delta["content"]?.string { builder.add(text: text) }
                for name in ["reasoning_content", "reasoning"] {
                    builder.reasoningBytes += delta[name]?.string?.utf8.count ?? 0
                }
                for call in delta["tool_calls"]?.array ?? [] { take(call: call) }
            }
            if let reason = choice["finish_reason"]?.string { builder.stop = OpenAIReply.stop(reason) }
        }

        private mutating func take(call: JSONValue) {
            let function = call["function"]
            let id = call["id"]?.string ?? ""
            let name = function?["name"]?.string ?? ""
            let arguments = function?["arguments"]
            let number: Int64
            if let given = call["index"]?.int, (0...1_000).contains(given) {
                // Servers that send each request whole give all of them the number 0.
                let isAnother = given == last && !id.isEmpty && id != lastID && !name.isEmpty
                number = isAnother ? last + 1_001 : given
            } else {
                number = name.isEmpty && id.isEmpty || id == lastID && !id.isEmpty ? max(0, last) : last + 1
            }
            last = number
            if !id.isEmpty { lastID = id }
            let value = arguments.flatMap { $0.object == nil ? nil : $0 }
            if builder.hasTool(at: number) {
                builder.add(toTool: number, written: arguments?.string ?? "", id: id, name: name, value: value)
            } else {
                builder.begin(tool: name, id: id, at: number, value: value)
                builder.add(toTool: number, written: arguments?.string ?? "")
            }
        }

        mutating func reply() -> ModelReply {
            if builder.stop != nil || isDone {
                if builder.stop == nil { builder.stop = .finished }
                builder.endTools()
            } else {
                builder.endToolsBeforeLast()
            }
            return builder.reply()
        }
    }

    private static func usage(_ value: JSONValue) -> ModelUsage {
        let read = ModelUsage.count(value["prompt_tokens"]) ?? 0
        let cached = min(read, ModelUsage.count(value["prompt_tokens_details"]?["cached_tokens"]) ?? 0)
        return ModelUsage(
            input: read - cached, output: ModelUsage.count(value["completion_tokens"]) ?? 0, cacheRead: cached)
    }

    private static func stop(_ reason: String) -> ModelReply.Stop {
        switch reason {
        case "stop", "eos": .finished
        case "tool_calls", "function_call": .tools
        case "length": .length
        case "content_filter": .refused
        default: .other(String(reason.prefix(40)))
        }
    }
}
