/// An expression evaluated at many times: `rate(x[5m])[1h:1m]`.
public struct Subquery: Sendable, Hashable {
    public var expression: Expression
    /// Seconds.
    public var range: Double
    /// Seconds between the evaluations; `nil`: the server's default.
    public var step: Double?
    /// Seconds; `nil`: none is written.
    public var offset: Double?
    public var at: EvaluationTime?

    public init(
        _ expression: Expression, range: Double, step: Double? = nil, offset: Double? = nil, at: EvaluationTime? = nil
    ) {
        self.expression = expression
        self.range = range
        self.step = step
        self.offset = offset
        self.at = at
    }
}
