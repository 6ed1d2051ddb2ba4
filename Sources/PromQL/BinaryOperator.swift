/// An operator between two expressions.
public enum BinaryOperator: String, Sendable, Hashable, Codable, CaseIterable {
    case or, and, unless
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case atan2
    case power = "^"

    /// Higher binds tighter: 1 for `or` up to 6 for `^`.
    public var precedence: Int {
        switch self {
        case .or: 1
        case .and, .unless: 2
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 3
        case .add, .subtract: 4
        case .multiply, .divide, .modulo, .atan2: 5
        case .power: 6
        }
    }

    /// `a ^ b ^ c` is `a ^ (b ^ c)`; all others group to the left.
    public var isRightAssociative: Bool { self == .power }
    public var isComparison: Bool { precedence == 3 }
    public var isSetOperator: Bool { precedence <= 2 }

    /// The comparison that says the same with its sides exchanged: `<` for `>`. Other operators stay.
    public var mirrored: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }

    /// Whether the comparison holds; `nil` for operators that do not compare.
    public func holds(_ left: Double, _ right: Double) -> Bool? {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: nil
        }
    }
}
