import Core

/// A conversation that first finds out which version of the API the server speaks, unless the configuration says.
struct JaegerConversation: Conversation {
    private let api: JaegerAPI.Choice
    /// For people, when it cannot be found out: "traces of checkout".
    private let what: String
    /// `services`: the answer by which the third version was recognised.
    private let begin: @Sendable (_ version: JaegerAPI.Version, _ services: Outcome?) -> any Conversation
    private var inner: (any Conversation)?

    init(
        _ api: JaegerAPI.Choice, _ what: String,
        begin: @escaping @Sendable (_ version: JaegerAPI.Version, _ services: Outcome?) -> any Conversation
    ) {
        self.api = api
        self.what = what
        self.begin = begin
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        if var inner {
            let step = inner.next(outcomes)
            self.inner = inner
            return step
        }
        switch api {
        case .v3: return start(.third, nil)
        case .legacy: return start(.older, nil)
        case .auto: break
        }
        guard let outcome = outcomes.first else { return .calls([.http(JaegerAPI.services(.third))]) }
        if JaegerAPI.lacksThirdVersion(outcome) { return start(.older, nil) }
        do throws(ReadingError) {
            _ = try JaegerAnswer.services(.third, outcome)
            return start(.third, outcome)
        } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
    }

    private mutating func start(_ version: JaegerAPI.Version, _ services: Outcome?) -> Step {
        var inner = begin(version, services)
        let step = inner.next([])
        self.inner = inner
        return step
    }
}
