public import Core

/// One call that someone wants made.
public struct GatewayRequest: Sendable {
    public var call: Call
    public var key: CallKey
    public var source: SourceName
    public var tool: ToolDescription
    /// The tool's input, as it was decoded: what a policy's argument patterns are held against.
    public var input: JSONValue
    /// What sort of data the source holds.
    public var data: Set<DataClass>
    public var principal: Principal
    /// The calls whose answers this one could not have been written without.
    public var parents: [CallKey]

    public init(
        call: Call, key: CallKey, source: SourceName, tool: ToolDescription, input: JSONValue = [:],
        data: Set<DataClass> = [], principal: Principal, parents: [CallKey] = []
    ) {
        self.call = call
        self.key = key
        self.source = source
        self.tool = tool
        self.input = input
        self.data = data
        self.principal = principal
        self.parents = parents
    }
}

/// What the gateway does when it is asked.
public enum GatewayMode: Sendable {
    /// Sends.
    case live
    /// Gives what the ledger holds and sends only what is missing.
    case resume(RecordedExchanges)
    /// Gives what the ledger holds and sends nothing.
    case replay(RecordedExchanges)

    var recorded: RecordedExchanges? {
        switch self {
        case .live: nil
        case .resume(let recorded), .replay(let recorded): recorded
        }
    }
}

/// An outcome with the moment its first attempt was recorded.
public struct GatewayAnswer: Sendable {
    public var outcome: Outcome
    /// When the first intent was written; `nil` when the call was never sent.
    public var askedAt: Instant?
}
