import Core

/// A move in the shape of a protocol, as the pieces of a stream.
enum ModelWire {
    /// Server-sent events of the Messages API.
    static func anthropic(_ move: ModelMove, model: String, readTokens: Int) -> [String] {
        func event(_ type: String, _ members: JSONObject) -> String {
            var members = members
            members["type"] = .string(type)
            return "event: \(type)\ndata: \(JSONValue.object(members).compact)\n\n"
        }
        let usage: JSONValue = ["input_tokens": .number(readTokens), "output_tokens": 1]
        var events = [
            event(
                "message_start",
                [
                    "message": [
                        "id": "msg_1", "type": "message", "role": "assistant", "content": [], "model": .string(model),
                        "stop_reason": .null, "stop_sequence": .null, "usage": usage,
                    ]
                ]),
            event("ping", [:]),
        ]
        var index = 0
        if !move.text.isEmpty {
            events.append(event("content_block_start", ["index": 0, "content_block": ["type": "text", "text": ""]]))
            for piece in pieces(of: move.text, size: 2_000) {
                events.append(
                    event("content_block_delta", ["index": 0, "delta": ["type": "text_delta", "text": .string(piece)]]))
            }
            events.append(event("content_block_stop", ["index": 0]))
            index = 1
        }
        for (place, call) in move.calls.enumerated() {
            let number = JSONValue.number(index + place)
            let block: JSONValue = [
                "type": "tool_use", "id": .string("toolu_\(place)"), "name": .string(call.name), "input": [:],
            ]
            events.append(event("content_block_start", ["index": number, "content_block": block]))
            for piece in pieces(of: call.arguments, size: max(1, call.arguments.count / 2 + 1)) {
                let delta: JSONValue = ["type": "input_json_delta", "partial_json": .string(piece)]
                events.append(event("content_block_delta", ["index": number, "delta": delta]))
            }
            events.append(event("content_block_stop", ["index": number]))
        }
        let reason = move.calls.isEmpty ? "end_turn" : "tool_use"
        events.append(
            event(
                "message_delta",
                ["delta": ["stop_reason": .string(reason)], "usage": ["output_tokens": .number(writtenTokens(move))]]))
        return events + [event("message_stop", [:])]
    }

    /// Chunks of chat completions.
    static func chat(_ move: ModelMove, model: String, readTokens: Int) -> [String] {
        func chunk(_ delta: JSONValue, finish: String? = nil) -> String {
            let choice: JSONValue = [
                "index": 0, "delta": delta, "finish_reason": finish.map { .string($0) } ?? .null,
            ]
            let document: JSONValue = [
                "id": "chatcmpl-1", "object": "chat.completion.chunk", "model": .string(model), "choices": [choice],
            ]
            return "data: \(document.compact)\n\n"
        }
        var chunks = [chunk(["role": "assistant", "content": ""])]
        for piece in pieces(of: move.text, size: 2_000) { chunks.append(chunk(["content": .string(piece)])) }
        for (place, call) in move.calls.enumerated() {
            let number = JSONValue.number(place)
            let function: JSONValue = ["name": .string(call.name), "arguments": ""]
            let begin: JSONValue = ["index": number, "id": .string("call_\(place)"), "type": "function", "function": function]
            chunks.append(chunk(["tool_calls": [begin]]))
            for piece in pieces(of: call.arguments, size: max(1, call.arguments.count / 2 + 1)) {
                let more: JSONValue = ["index": number, "function": ["arguments": .string(piece)]]
                chunks.append(chunk(["tool_calls": [more]]))
            }
        }
        chunks.append(chunk([:], finish: move.calls.isEmpty ? "stop" : "tool_calls"))
        let written = writtenTokens(move)
        let usage: JSONValue = [
            "prompt_tokens": .number(readTokens), "completion_tokens": .number(written),
            "total_tokens": .number(readTokens + written),
        ]
        return chunks + ["data: \(JSONValue.object(["choices": [], "usage": usage]).compact)\n\n", "data: [DONE]\n\n"]
    }

    /// How many pieces are sent before a stream breaks: the last request for a tool is begun and not ended.
    static func half(of events: [String]) -> Int { max(1, events.count - 4) }

    private static func writtenTokens(_ move: ModelMove) -> Int {
        (move.text.utf8.count + move.calls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.utf8.count }) / 4 + 1
    }

    private static func pieces(of text: String, size: Int) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
