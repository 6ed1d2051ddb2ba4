import Core

/// Reads what the Messages API answers: a stream of events, or the message whole where something on the way does not stream.
enum AnthropicReply {
    static func read(_ bytes: [UInt8]) throws(ModelError) -> ModelReply {
        if let message = try? JSONValue(parsing: bytes) { return try whole(message) }
        var builder = ReplyBuilder()
        var isProtocol = false
        for event in EventStream.events(bytes) {
            guard let value = try? JSONValue(parsing: event.data), let type = value["type"]?.string else { continue }
            isProtocol = true
            take(type, value, into: &builder)
        }
        guard isProtocol else { throw ModelError(.failed, "answered with something that is no stream of messages") }
        return builder.reply()
    }

    private static func take(_ type: String, _ value: JSONValue, into builder: inout ReplyBuilder) {
        let number = value["index"]?.int ?? 0
        switch type {
        case "message_start": builder.usage = usage(value["message"]?["usage"], after: nil)
        case "content_block_start":
            let block = value["content_block"]
            switch block?["type"]?.string {
            case "text": builder.add(text: block?["text"]?.string ?? "")
            case "tool_use":
                builder.begin(
                    tool: block?["name"]?.string ?? "", id: block?["id"]?.string ?? "", at: number, value: block?["input"])
            default: break
            }
        case "content_block_delta":
            let delta = value["delta"]
            if let text = delta?["text"]?.string { builder.add(text: text) }
            if let json = delta?["partial_json"]?.string { builder.add(toTool: number, written: json) }
            if let thought = delta?["thinking"]?.string { builder.reasoningBytes += thought.utf8.count }
        case "content_block_stop": builder.end(tool: number)
        case "message_delta":
            if let reason = value["delta"]?["stop_reason"]?.string { builder.stop = stop(reason) }
            builder.usage = usage(value["usage"], after: builder.usage)
        case "error":
            let said = value["error"]?["message"]?.string ?? value["error"]?["type"]?.string ?? ""
            builder.problem = "the server broke off: \(said.prefix(200))"
        default: break
        }
    }

    private static func whole(_ message: JSONValue) throws(ModelError) -> ModelReply {
        guard let content = message["content"]?.array else {
            throw ModelError(.failed, "answered with a document that is no message")
        }
        var builder = ReplyBuilder()
        for (place, block) in content.enumerated() {
            switch block["type"]?.string {
            case "text": builder.add(text: block["text"]?.string ?? "")
            case "tool_use":
                builder.begin(
                    tool: block["name"]?.string ?? "", id: block["id"]?.string ?? "", at: Int64(place), value: block["input"])
            case "thinking": builder.reasoningBytes += block["thinking"]?.string?.utf8.count ?? 0
            default: break
            }
        }
        builder.endTools()
        builder.stop = message["stop_reason"]?.string.map(stop)
        builder.usage = usage(message["usage"], after: nil)
        return builder.reply()
    }

    /// The counts of a later event replace those of an earlier one: they are of the whole answer.
    private static func usage(_ value: JSONValue?, after before: ModelUsage?) -> ModelUsage? {
        guard let value, value.object != nil else { return before }
        let old = before ?? ModelUsage()
        func count(_ name: String, _ old: Int) -> Int { ModelUsage.count(value[name]) ?? old }
        return ModelUsage(
            input: count("input_tokens", old.input), output: count("output_tokens", old.output),
            cacheRead: count("cache_read_input_tokens", old.cacheRead),
            cacheWrite: count("cache_creation_input_tokens", old.cacheWrite))
    }

    private static func stop(_ reason: String) -> ModelReply.Stop {
        switch reason {
        case "end_turn", "stop_sequence": .finished
        case "tool_use": .tools
        case "max_tokens", "model_context_window_exceeded": .length
        case "refusal": .refused
        default: .other(String(reason.prefix(40)))
        }
    }
}
