/// How sure an investigation is of a cause; `none` where it does not name it, or has refuted it.
enum StatedConfidence: Int, Comparable, Sendable {
    case none, weak, moderate, strong

    init(word: String) {
        switch word {
        case "weak": self = .weak
        case "moderate": self = .moderate
        case "strong": self = .strong
        default: self = .none
        }
    }

    var word: String { self == .none ? "–" : "\(self)" }

    static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
