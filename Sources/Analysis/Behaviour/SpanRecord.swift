/// What one span did: which operation it is of, how long it was at work itself, and what happened in it.
struct SpanRecord: Sendable {
    /// An operation of a service, or its calls to one other service.
    struct Operation: Hashable, Sendable {
        var service: String
        var name: String
        /// The service that a call was made to; empty for other spans.
        var callee: String
    }

    var operation: Int
    /// Seconds.
    var own: Double
    /// Ids of what happened in it, ascending, each once.
    var events: [Int]
}
