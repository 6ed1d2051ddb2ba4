import Core
import PromQL

extension RuleHistory.Reach {
    /// From each moment's extreme, or, for equality and inequality, from its distance to the constant.
    init(_ threshold: Threshold, samples: [MetricSeries.Sample]) {
        let isDistance = !threshold.comparison.isOrdering
        self.init(comparison: threshold.comparison, threshold: threshold.value)
        var values: [Double] = []
        var wasBreaching: Bool?
        for sample in samples where !sample.value.isNaN {
            let value = isDistance ? sample.value + threshold.value : sample.value
            let isBreaching = threshold.isBreached(by: value)
            if isBreaching {
                breaching += 1
                if wasBreaching == false { crossings += 1 }
            }
            wasBreaching = isBreaching
            if extreme.map({ threshold.comparison.reachesFurther(value, than: $0) }) ?? true {
                extreme = value
                extremeAt = sample.time
            }
            if let last = values.last, last != value {
                if last < value { rises += 1 } else { falls += 1 }
            }
            values.append(value)
        }
        self.samples = values.count
        values.sort()
        if let upper = values.isEmpty ? nil : values[values.count / 2] {
            median = values.count % 2 == 1 ? upper : (values[values.count / 2 - 1] + upper) / 2
        }
    }
}

extension BinaryOperator {
    var isOrdering: Bool { isComparison && self != .equal && self != .notEqual }

    /// Whether a value is nearer to breaching, or further beyond. For `==` and `!=` values stand for distances.
    func reachesFurther(_ value: Double, than other: Double) -> Bool {
        switch self {
        case .greater, .greaterOrEqual, .notEqual: value > other
        default: value < other
        }
    }
}
