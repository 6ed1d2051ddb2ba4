/// An aggregation over series: `sum by (service) (x)`.
public struct Aggregation: Sendable, Hashable {
    public enum Operation: String, Sendable, Hashable, Codable, CaseIterable {
        case sum, avg, count, min, max, group, stddev, stdvar, topk, bottomk, quantile, limitk
        case countValues = "count_values"
        case limitRatio = "limit_ratio"

        /// Whether it takes a parameter before the vector: `topk(5, x)`.
        public var takesParameter: Bool {
            switch self {
            case .topk, .bottomk, .quantile, .limitk, .countValues, .limitRatio: true
            default: false
            }
        }
    }

    /// Labels that are kept or dropped.
    public enum Grouping: Sendable, Hashable {
        case by([String])
        case without([String])
    }

    public var operation: Operation
    public var parameter: Expression?
    public var operand: Expression
    /// `nil` where none is written: everything becomes one series.
    public var grouping: Grouping?

    public init(_ operation: Operation, parameter: Expression? = nil, _ operand: Expression, grouping: Grouping? = nil) {
        self.operation = operation
        self.parameter = parameter
        self.operand = operand
        self.grouping = grouping
    }
}
