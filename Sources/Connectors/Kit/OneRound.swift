public import Core

/// A conversation of one step: calls that need nothing from one another, and what their outcomes amount to.
public struct OneRound: Conversation {
    private let calls: [Call]
    private let conclude: @Sendable ([Outcome]) -> Step
    private var hasAsked = false

    /// - Parameter conclude: given the outcomes in the order of `calls`; it should answer with a step that is done.
    public init(_ calls: [Call], conclude: @escaping @Sendable ([Outcome]) -> Step) {
        self.calls = calls
        self.conclude = conclude
    }

    public mutating func next(_ outcomes: [Outcome]) -> Step {
        guard !hasAsked else { return conclude(outcomes) }
        hasAsked = true
        return calls.isEmpty ? conclude([]) : .calls(calls)
    }
}
