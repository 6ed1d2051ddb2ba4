import Core
import PromQL

/// Which series an expression needs, and which texts they are counted by.
enum Presence {
    /// The selectors that an expression cannot do without: none of those in `absent`, right of `unless`, or with an alternative
    /// that is there.
    static func missing(_ expression: Expression, isMissing: (VectorSelector) -> Bool) -> [VectorSelector] {
        func inner(_ expression: Expression) -> [VectorSelector] { missing(expression, isMissing: isMissing) }
        switch expression {
        case .number, .string: return []
        case .selector(let selector): return isMissing(selector) ? [selector] : []
        case .call(let call) where ["absent", "absent_over_time", "present_over_time", "vector", "info"].contains(call.name):
            return []
        case .binary(let operation) where operation.operation == .unless: return inner(operation.left)
        case .binary(let operation) where operation.operation == .or:
            let left = inner(operation.left)
            let right = inner(operation.right)
            return left.isEmpty || right.isEmpty ? [] : left + right
        default: return expression.children.flatMap(inner)
        }
    }

    /// Metrics that the server makes when alerts fire, and not before.
    static let made: Set<String> = ["ALERTS", "ALERTS_FOR_STATE"]

    /// The selector without range, `offset` and `@`.
    static func bare(_ selector: VectorSelector) -> VectorSelector {
        VectorSelector(metric: selector.metric, matchers: selector.matchers)
    }

    /// Labels that say what came of something: a value that is not there may just never have occurred.
    static let outcomes: Set<String> = [
        "code", "status", "status_code", "http_status_code", "http_response_status_code", "response_code", "grpc_code",
        "rpc_grpc_status_code", "outcome", "error", "result", "reason", "level", "severity", "error_type", "exception", "cause",
        "failure", "signal",
    ]

    /// The selector without its conditions on outcomes; `nil` where it has none.
    static func withoutOutcomes(_ selector: VectorSelector) -> VectorSelector? {
        guard selector.metric != nil else { return nil }
        let kept = selector.matchers.filter { !outcomes.contains($0.name) }
        return kept.count < selector.matchers.count ? VectorSelector(metric: selector.metric, matchers: kept) : nil
    }

    /// The metric with any value of a label, for each label that is asked for a value.
    static func havingLabel(_ label: String, _ selector: VectorSelector) -> VectorSelector {
        VectorSelector(metric: selector.metric, matchers: [LabelMatcher(label, .notEqual, "")])
    }

    /// What the selector selects, with any value of a label.
    static func havingLabel(_ label: String, within selector: VectorSelector) -> VectorSelector {
        VectorSelector(metric: selector.metric, matchers: selector.matchers + [LabelMatcher(label, .notEqual, "")])
    }

    /// The metric with a three-digit status in a label.
    static func havingStatus(_ label: String, _ selector: VectorSelector) -> VectorSelector {
        VectorSelector(metric: selector.metric, matchers: [LabelMatcher(label, .regex, "[1-5][0-9][0-9]")])
    }

    /// All texts that are counted for a selector.
    static func texts(_ selector: VectorSelector) -> [String] {
        guard let metric = selector.metric, !made.contains(metric) else {
            return selector.isUnbounded ? [] : [bare(selector).text]
        }
        var texts = [VectorSelector(metric: metric).text, bare(selector).text]
        if let kept = withoutOutcomes(selector) {
            texts.append(kept.text)
            for matcher in selector.matchers where outcomes.contains(matcher.name) {
                texts.append(havingLabel(matcher.name, selector).text)
                texts.append(havingStatus(matcher.name, selector).text)
            }
        }
        return texts
    }
}
