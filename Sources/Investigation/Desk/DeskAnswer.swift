public import Gateway

/// What a model or a client gets for a call. Nothing of a source's answer is in it that the gateway did not release.
public enum DeskAnswer: Sendable {
    case evidence(Released)
    case refused(DeskRefusal)

    /// What is shown.
    public var text: String {
        switch self {
        case .evidence(let released): released.text
        case .refused(let refusal): "The call was not made (\(refusal.kind.rawValue)): \(refusal.reason)."
        }
    }
}
