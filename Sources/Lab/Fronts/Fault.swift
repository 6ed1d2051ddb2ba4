/// What can be made wrong with a source.
enum Fault: String, Sendable, CaseIterable {
    /// Connections are refused.
    case down
    /// Every request is answered 500.
    case serverError = "500"
    /// Connections are accepted and never answered.
    case hang
    /// Every request is answered with 200 MB of JSON.
    case big
    /// The right answer, cut in the middle of its JSON, at status 200.
    case broken
    /// The first time it is asked, a request is answered 429 with `Retry-After: 1`; after that, properly.
    case slow429
    /// The written configuration carries a token that the source refuses.
    case badtoken
}
