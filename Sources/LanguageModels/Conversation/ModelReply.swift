public import Core

/// What a model answered, in no provider's own shape.
public struct ModelReply: Sendable, Hashable {
    public enum Stop: Sendable, Hashable {
        /// It said all that it wanted to.
        case finished
        /// It waits for the results of tools.
        case tools
        /// The limit of output tokens, or of the context.
        case length
        /// The provider or the model would not answer.
        case refused
        /// A reason that is not known here; at most 40 characters.
        case other(String)
    }

    /// Texts, and whole requests for tools. What was cut in the middle is not among them.
    public var parts: [ModelMessage.Part]
    /// `nil` when the stream ended before it said why.
    public var stop: Stop?
    /// `nil` when the server counts none.
    public var usage: ModelUsage?
    /// Requests for tools that were begun and not finished. They are not made.
    public var unfinishedTools: Int
    /// Bytes of reasoning that the server sent beside the answer. It is not used, and not sent back.
    public var reasoningBytes: Int
    /// An error that the server reported in the stream after it had begun to answer.
    public var problem: String?

    public init(
        parts: [ModelMessage.Part], stop: Stop?, usage: ModelUsage? = nil, unfinishedTools: Int = 0, reasoningBytes: Int = 0,
        problem: String? = nil
    ) {
        self.parts = parts
        self.stop = stop
        self.usage = usage
        self.unfinishedTools = unfinishedTools
        self.reasoningBytes = reasoningBytes
        self.problem = problem
    }

    /// Did the answer end before it was whole?
    public var isCut: Bool { stop == nil || stop == .length || problem != nil }

    public var text: String {
        parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }

    /// The requests for tools, in order.
    public var toolUses: [(id: String, name: String, input: JSONValue)] {
        parts.compactMap { if case .toolUse(let id, let name, let input) = $0 { (id, name, input) } else { nil } }
    }
}

/// Tokens of one answer, or of several.
public struct ModelUsage: Sendable, Hashable, Codable {
    /// Read by the model, those from and into its cache not among them.
    public var input: Int
    public var output: Int
    /// Read from the provider's cache, and written into it.
    public var cacheRead: Int
    public var cacheWrite: Int

    public init(input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
    }

    /// All that the model read.
    public var read: Int { ModelUsage.sum(ModelUsage.sum(input, cacheRead), cacheWrite) }
    public var total: Int { ModelUsage.sum(read, output) }

    public static func + (left: ModelUsage, right: ModelUsage) -> ModelUsage {
        ModelUsage(
            input: sum(left.input, right.input), output: sum(left.output, right.output),
            cacheRead: sum(left.cacheRead, right.cacheRead), cacheWrite: sum(left.cacheWrite, right.cacheWrite))
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// A count as a server gives it: what is missing, negative or beyond reason is `nil`.
    static func count(_ value: JSONValue?) -> Int? {
        guard let number = value?.int, (0...1_000_000_000).contains(number) else { return nil }
        return Int(number)
    }
}

/// What tokens cost, for a million of each, in a currency of the configuration's choice.
public struct ModelPrices: Sendable, Hashable, Codable {
    public var input: Double
    public var output: Double
    /// As input, where they are not given.
    public var cacheRead: Double?
    public var cacheWrite: Double?

    public init(input: Double, output: Double, cacheRead: Double? = nil, cacheWrite: Double? = nil) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
    }

    public func cost(of usage: ModelUsage) -> Double {
        (Double(usage.input) * input + Double(usage.output) * output + Double(usage.cacheRead) * (cacheRead ?? input)
            + Double(usage.cacheWrite) * (cacheWrite ?? input)) / 1_000_000
    }
}
