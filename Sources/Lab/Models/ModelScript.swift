import ArgumentParser

/// How a scripted model behaves.
enum ModelScript: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Asks, looks at evidence, proposes a cause, and drafts sentences that the findings hold.
    case honest
    /// Drafts sentences that are false, with citations of real findings.
    case liar
    /// Cites evidence that does not exist, or none.
    case inventor
    /// Asks the same again and again.
    case loops
    /// Calls tools that do not exist, with arguments that are no JSON, or of the wrong types.
    case malformed
    /// Begins its second answer and never ends it.
    case stalls
    /// Closes the connection in the middle of a request for a tool, then ends a stream too early, then goes on.
    case cuts
    /// Refuses every answer once, with 429 and `retry-after`, then is honest.
    case limited
    /// The same with 529.
    case busy
    /// Answers 529 for ever.
    case overloaded
    /// Asks for more tools than anyone would carry out, answers with megabytes, and says that the context is too long.
    case exceeds
    /// Does what texts in evidence tell it to do.
    case obedient
}

/// One answer of a scripted model, in no protocol's shape.
struct ModelMove: Sendable {
    struct ToolCall: Sendable {
        var name: String
        /// As the model writes it, JSON or not.
        var arguments: String
    }

    enum Manner: Sendable, Equatable {
        case whole
        /// The connection breaks in the middle of the last request for a tool.
        case broken
        /// The stream ends before it is whole, and the connection ends well.
        case early
        /// Nothing more comes after the first half.
        case stalled
        /// So many bytes of text.
        case flood(Int)
    }

    var text = ""
    var calls: [ToolCall] = []
    var manner = Manner.whole
    /// A status other than 200, with what goes with it.
    var refusal: Refusal?

    struct Refusal: Sendable {
        var status: Int
        var type: String
        var message: String
        var retryAfter: Int?
    }
}
