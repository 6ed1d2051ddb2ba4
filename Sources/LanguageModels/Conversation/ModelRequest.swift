public import Core

/// What a model is asked, in no provider's own shape.
public struct ModelRequest: Sendable, Hashable {
    /// A tool that the model may ask for.
    public struct Tool: Sendable, Hashable {
        public var name: String
        public var summary: String
        /// JSON Schema of the input, an object's.
        public var input: JSONValue

        public init(name: String, summary: String, input: JSONValue) {
            self.name = name
            self.summary = summary
            self.input = input
        }

        /// Bytes that it takes of a request, about.
        public var byteCount: Int { name.utf8.count + summary.utf8.count + input.compact.utf8.count + 24 }
    }

    public var system: String
    /// Begins with the user's; roles alternate.
    public var messages: [ModelMessage]
    public var tools: [Tool]
    /// Tokens of the answer, at the most.
    public var maxOutputTokens: Int

    public init(system: String, messages: [ModelMessage], tools: [Tool] = [], maxOutputTokens: Int) {
        self.system = system
        self.messages = messages
        self.tools = tools
        self.maxOutputTokens = maxOutputTokens
    }

    /// Bytes of all that the model has to read, about: the text, and what the protocol puts round it.
    public var byteCount: Int {
        system.utf8.count + messages.reduce(0) { $0 + $1.byteCount } + tools.reduce(0) { $0 + $1.byteCount }
    }
}

extension ModelMessage {
    /// Bytes that it takes of a request, about.
    public var byteCount: Int {
        parts.reduce(16) { sum, part in
            switch part {
            case .text(let text): sum + text.utf8.count + 8
            case .toolUse(let id, let name, let input): sum + id.utf8.count + name.utf8.count + input.compact.utf8.count + 32
            case .toolResult(let id, let text, _): sum + id.utf8.count + text.utf8.count + 32
            }
        }
    }
}
