import Core

/// A request in the shape of chat completions.
enum OpenAIRequest {
    static func document(_ request: ModelRequest, _ settings: ModelOptions) -> JSONObject {
        var messages: [JSONValue] = []
        if !request.system.isEmpty { messages.append(["role": "system", "content": .string(request.system)]) }
        for message in request.messages { messages += self.messages(message) }
        var document: JSONObject = [
            "model": .string(settings.name), settings.outputLimit: .number(request.maxOutputTokens), "stream": true,
            // Without it a stream says nothing of tokens.
            "stream_options": ["include_usage": true], "messages": .array(messages),
        ]
        if !request.tools.isEmpty {
            document["tools"] = .array(
                request.tools.map {
                    let function: JSONValue = [
                        "name": .string($0.name), "description": .string($0.summary), "parameters": $0.input,
                    ]
                    return ["type": "function", "function": function]
                })
        }
        return document
    }

    /// Results of tools are messages of their own, and come before what the user says.
    private static func messages(_ message: ModelMessage) -> [JSONValue] {
        var results: [JSONValue] = []
        var calls: [JSONValue] = []
        var texts: [String] = []
        for part in message.parts {
            switch part {
            case .text(let text): if !text.isEmpty { texts.append(text) }
            case .toolUse(let id, let name, let input):
                let arguments = input.object == nil ? input.string ?? input.compact : input.compact
                let function: JSONValue = ["name": .string(name), "arguments": .string(arguments)]
                calls.append(["id": .string(id), "type": "function", "function": function])
            case .toolResult(let id, let text, let isError):
                results.append([
                    "role": "tool", "tool_call_id": .string(id), "content": .string(isError ? "Error: " + text : text),
                ])
            }
        }
        guard !texts.isEmpty || !calls.isEmpty else { return results }
        var own: JSONObject = [
            "role": .string(message.role.rawValue), "content": texts.isEmpty ? .null : .string(texts.joined(separator: "\n")),
        ]
        if !calls.isEmpty { own["tool_calls"] = .array(calls) }
        return results + [.object(own)]
    }
}
