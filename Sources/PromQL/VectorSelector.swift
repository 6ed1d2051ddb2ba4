/// Series chosen by name and labels, at an instant or over a range.
public struct VectorSelector: Sendable, Hashable {
    /// The metric's name, also where it was written as `{__name__="x"}` or `{"x"}`; `nil` when the name is left open.
    public var metric: String?
    /// In the order written; without the one that gave ``metric``.
    public var matchers: [LabelMatcher]
    /// Seconds of a range selector, `[5m]`.
    public var range: Double?
    /// Seconds that it looks back, `offset 5m`; negative looks ahead. `nil`: none is written.
    public var offset: Double?
    /// `@`: the time that is evaluated at instead of the query's own.
    public var at: EvaluationTime?

    public init(
        metric: String? = nil, matchers: [LabelMatcher] = [], range: Double? = nil, offset: Double? = nil,
        at: EvaluationTime? = nil
    ) {
        self.metric = metric
        self.matchers = matchers
        self.range = range
        self.offset = offset
        self.at = at
    }

    /// True when nothing narrows it: no metric name, and no matcher that asks for a certain value. Such a selector reads every
    /// series that a server has. Prometheus itself refuses only those whose matchers all match the empty value.
    public var isUnbounded: Bool { metric == nil && !matchers.contains { $0.narrows } }

    /// Whether a series of this name and these labels is selected. `nil` when a pattern cannot be read and no other matcher
    /// rules the series out.
    public func selects(metric name: String, labels: [String: String]) -> Bool? {
        if let metric, metric != name { return false }
        var isKnown = true
        for matcher in matchers {
            switch matcher.matches(matcher.name == "__name__" ? name : labels[matcher.name] ?? "") {
            case .some(false): return false
            case .some(true): break
            case .none: isKnown = false
            }
        }
        return isKnown ? true : nil
    }
}
