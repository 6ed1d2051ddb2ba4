public import Connectors
public import Core

/// Anthropic's Messages API (docs.anthropic.com/en/api/messages), streamed.
public struct AnthropicProvider: ModelProvider {
    public static let kind: SourceKind = "anthropic"
    public static let requestIDHeader = "request-id"
    static let version = "2023-06-01"

    public let settings: ModelOptions
    public let asking = AskTool.description("anthropic_messages", path: ["v1", "messages"])

    public init(_ source: SourceDescription) throws(InputError) { settings = try ModelOptions(source) }

    public var tools: [any Tool] { [AskTool(self), models] }
    public var checkup: Probe { Probe(tool: "anthropic_model", input: [:], purpose: "whether the model is there") }

    private var models: RecordTool {
        var call = HTTPCall(path: ["v1", "models", settings.name], credential: credential)
        call.headers = [HTTPCall.Field("anthropic-version", AnthropicProvider.version)]
        return RecordTool(
            "anthropic_model", "What the provider says of the model.", title: "model", call: call,
            fields: [.init("id"), .init("display_name")])
    }

    private var credential: CredentialSlot { settings.hasKey ? .header(name: "x-api-key", prefix: "") : .configured }

    public func call(for request: ModelRequest) -> HTTPCall {
        HTTPCall.posting(
            AnthropicRequest.document(request, model: settings.name), to: ["v1", "messages"],
            headers: [
                HTTPCall.Field("anthropic-version", AnthropicProvider.version), HTTPCall.Field("Accept", "text/event-stream"),
            ], credential: credential)
    }

    public func read(_ bytes: [UInt8]) throws(ModelError) -> ModelReply { try AnthropicReply.read(bytes) }

    public func words(ofError body: JSONValue) -> (kind: String, message: String) {
        (body["error"]?["type"]?.string ?? body["error"]?["code"]?.string ?? "", body["error"]?["message"]?.string ?? "")
    }
}
