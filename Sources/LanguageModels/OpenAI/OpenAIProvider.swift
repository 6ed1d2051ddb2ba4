public import Connectors
public import Core

/// Chat completions as OpenAI defined them (platform.openai.com/docs/api-reference/chat) and many servers speak them: vLLM,
/// llama.cpp, Ollama, and gateways to others. Streamed. The source's address ends before `/chat/completions`, mostly in `/v1`.
public struct OpenAIProvider: ModelProvider {
    public static let kind: SourceKind = "openai"
    public static let requestIDHeader = "x-request-id"

    public let settings: ModelOptions
    public let asking = AskTool.description("openai_chat", path: ["chat", "completions"])

    public init(_ source: SourceDescription) throws(InputError) { settings = try ModelOptions(source) }

    public var tools: [any Tool] { [AskTool(self), model] }
    public var checkup: Probe { Probe(tool: "openai_model", input: [:], purpose: "whether the model is there") }

    private var model: RecordTool {
        RecordTool(
            "openai_model", "What the server says of the model.", title: "model",
            call: HTTPCall(path: ["models", settings.name]), fields: [.init("id"), .init("owned_by")])
    }

    public func call(for request: ModelRequest) -> HTTPCall {
        HTTPCall.posting(
            OpenAIRequest.document(request, settings), to: ["chat", "completions"],
            headers: [HTTPCall.Field("Accept", "text/event-stream")])
    }

    public func read(_ bytes: [UInt8]) throws(ModelError) -> ModelReply { try OpenAIReply.read(bytes) }

    public func words(ofError body: JSONValue) -> (kind: String, message: String) {
        let error = body["error"] ?? body
        // Some servers give a word where others give an object.
        if let text = error.string { return ("", text) }
        let type = [error["type"]?.string, error["code"]?.string].compactMap { $0 }.joined(separator: " ")
        return (type, error["message"]?.string ?? body["detail"]?.string ?? "")
    }
}
