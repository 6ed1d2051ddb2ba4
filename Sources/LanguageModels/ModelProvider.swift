public import Connectors
public import Core

/// A connector to a language model. Its effect is `disclose`: whatever is asked leaves for whoever runs the model.
///
/// It writes the request and reads the answer, and sends nothing. The answer is read from the bytes that the ledger holds, the
/// stream whole, so that a live run and a replay read the same.
public protocol ModelProvider: Connector {
    var settings: ModelOptions { get }
    /// The tool whose calls ask the model.
    var asking: ToolDescription { get }
    func call(for request: ModelRequest) -> HTTPCall
    /// Reads the body of a reply whose status is below 400.
    func read(_ bytes: [UInt8]) throws(ModelError) -> ModelReply
    /// What a server's error says: its kind in the server's words, and the message.
    func words(ofError body: JSONValue) -> (kind: String, message: String)
    /// The header that names the request in the provider's records.
    static var requestIDHeader: String { get }
}

extension ModelProvider {
    public static var dataClass: DataClass { .documents }
    public static var optionNames: Set<String> { ModelOptions.names }
    public func probes(for subject: Subject) -> [Probe] { [] }
    public func auditProbes(over window: TimeWindow) -> [Probe] { [] }
}

/// The providers that there are.
public enum ModelRegistry {
    public static let providers: [any ModelProvider.Type] = [AnthropicProvider.self, OpenAIProvider.self]

    public static func provider(for kind: SourceKind) -> (any ModelProvider.Type)? { providers.first { $0.kind == kind } }
}

/// What the configuration says of a model.
public struct ModelOptions: Sendable, Hashable {
    static let names: Set<String> = ["model", "contextTokens", "maxOutputTokens", "outputLimit", "prices", "hasKey"]

    /// The model's name, as the server knows it.
    public var name: String
    /// Tokens of a request and its answer together.
    public var contextTokens: Int
    public var maxOutputTokens: Int
    /// What the member is called that limits the answer, where servers differ.
    public var outputLimit: String
    /// `nil`: what it costs is not known.
    public var prices: ModelPrices?
    /// Whether a key is configured: a local server may need none.
    public var hasKey: Bool

    public init(_ source: SourceDescription) throws(InputError) {
        let input = try Input(.object(source.options))
        name = try input.string("model")
        guard name.utf8.count <= 200 else { throw InputError("model", "is longer than 200 bytes") }
        contextTokens = try input.integer("contextTokens", in: 4_096...10_000_000, default: 32_768)
        maxOutputTokens = try input.integer("maxOutputTokens", in: 256...1_000_000, default: 4_096)
        guard maxOutputTokens <= contextTokens / 2 else {
            throw InputError("maxOutputTokens", "leaves less than half of 'contextTokens' for the question")
        }
        outputLimit = try input.optionalString("outputLimit") ?? "max_tokens"
        guard ["max_tokens", "max_completion_tokens"].contains(outputLimit) else {
            throw InputError("outputLimit", "expected max_tokens or max_completion_tokens")
        }
        prices = try ModelOptions.prices(source.options["prices"])
        hasKey = source.options["hasKey"]?.bool ?? true
    }

    private static func prices(_ value: JSONValue?) throws(InputError) -> ModelPrices? {
        guard let value, !value.isNull else { return nil }
        func price(_ name: String) throws(InputError) -> Double? {
            guard let number = value[name], !number.isNull else { return nil }
            guard let amount = number.double, (0...1_000_000).contains(amount) else {
                throw InputError("prices.\(name)", "expected a price for a million tokens")
            }
            return amount
        }
        guard let input = try price("input"), let output = try price("output") else {
            throw InputError("prices", "needs 'input' and 'output', each for a million tokens")
        }
        return ModelPrices(
            input: input, output: output, cacheRead: try price("cacheRead"), cacheWrite: try price("cacheWrite"))
    }
}
