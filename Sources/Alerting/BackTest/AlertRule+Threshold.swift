public import Core
public import PromQL

extension AlertRule {
    /// The same rule, labels and annotations included, with another constant in one of its comparisons and another duration, for
    /// a person to take. `nil` where its expression cannot be read or has no such comparison.
    public func setting(_ threshold: Threshold, to value: Double, holdFor: Double) -> AlertRule? {
        guard value.isFinite, let changed = (try? PromQLParser.parse(expression))?.setting(threshold, to: value) else {
            return nil
        }
        var rule = AlertRule(
            name: name, group: group, expression: changed.text, holdFor: holdFor, labels: labels, annotations: annotations)
        rule.keepFiringFor = keepFiringFor
        return rule
    }
}
