/// The time after `@`.
public enum EvaluationTime: Sendable, Hashable {
    /// Seconds since the epoch.
    case seconds(Double)
    /// `start()`: the start of the query's range.
    case start
    /// `end()`
    case end

    var text: String {
        switch self {
        case .seconds(let value): NumberLiteral(value).text
        case .start: "start()"
        case .end: "end()"
        }
    }
}
