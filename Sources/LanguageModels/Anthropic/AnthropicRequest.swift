import Core

/// A request in the shape of the Messages API.
enum AnthropicRequest {
    static func document(_ request: ModelRequest, model: String) -> JSONObject {
        var document: JSONObject = [
            "model": .string(model), "max_tokens": .number(request.maxOutputTokens), "stream": true,
        ]
        if !request.system.isEmpty {
            // What comes before the mark, tools among it, is the same in every turn.
            document["system"] = [["type": "text", "text": .string(request.system), "cache_control": ["type": "ephemeral"]]]
        }
        document["messages"] = .array(request.messages.compactMap(message))
        if !request.tools.isEmpty {
            document["tools"] = .array(
                request.tools.map {
                    ["name": .string($0.name), "description": .string($0.summary), "input_schema": $0.input]
                })
        }
        return document
    }

    private static func message(_ message: ModelMessage) -> JSONValue? {
        let content = message.parts.compactMap(part)
        guard !content.isEmpty else { return nil }
        return ["role": .string(message.role.rawValue), "content": .array(content)]
    }

    private static func part(_ part: ModelMessage.Part) -> JSONValue? {
        switch part {
        case .text(let text): text.allSatisfy(\.isWhitespace) ? nil : ["type": "text", "text": .string(text)]
        case .toolUse(let id, let name, let input):
            // The protocol takes an object alone; what was none goes back as it was written.
            [
                "type": "tool_use", "id": .string(id), "name": .string(name),
                "input": input.object == nil ? ["text": input] : input,
            ]
        case .toolResult(let id, let text, let isError):
            ["type": "tool_result", "tool_use_id": .string(id), "content": .string(text), "is_error": .bool(isError)]
        }
    }
}
