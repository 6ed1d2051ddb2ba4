public import Core

/// One turn of a conversation with a language model, in no provider's own shape.
public struct ModelMessage: Sendable, Hashable {
    public enum Role: String, Sendable, Hashable, Codable { case user, assistant }

    public enum Part: Sendable, Hashable {
        case text(String)
        /// The model asks for a tool. `input` is what it wrote, an object where it kept to the protocol.
        case toolUse(id: String, name: String, input: JSONValue)
        case toolResult(id: String, text: String, isError: Bool)
    }

    public var role: Role
    public var parts: [Part]

    public init(_ role: Role, _ parts: [Part]) {
        self.role = role
        self.parts = parts
    }
}
