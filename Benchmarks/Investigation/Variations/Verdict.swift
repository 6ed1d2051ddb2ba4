/// What an investigation is worth, held against the truth.
enum Verdict: Sendable, Equatable {
    /// The true cause is at rank 1, and the service that failed first is right.
    case right
    /// It does not name the true cause first, states no other strongly, and says what it does not know.
    case unsure
    /// For the reasons given.
    case wrong([String])

    var words: String {
        switch self {
        case .right: "right"
        case .unsure: "honestly unsure"
        case .wrong: "WRONG"
        }
    }
}
