import Core
import PromQL

extension RuleHistory.Reach {
    /// From each moment's extreme, or, for equality and inequality, from its distance to the constant.
    init(_ threshold: Threshold, samples: [MetricSeries.Sample]) {
        let isDistance = !threshold.comparison.isOrdering
        self.init(comparison: threshold.comparison, threshold: threshold.value)
        var values: [Double] = []
        var wasBreaching: Bool?
        for sample in samples {
            let compared = sample.value.withoutBounds
            guard !compared.isNaN else {
                undefined += 1
                // NaN differs from every number, and no other comparison holds for it.
                note(threshold.comparison == .notEqual, &wasBreaching)
                continue
            }
            let value = isDistance ? compared + threshold.value : compared
            note(
                isDistance ? (compared == 0) == (threshold.comparison == .equal) : threshold.isBreached(by: value),
                &wasBreaching)
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

    private mutating func note(_ isBreaching: Bool, _ wasBreaching: inout Bool?) {
        if isBreaching {
            breaching += 1
            if wasBreaching == false { crossings += 1 }
        }
        wasBreaching = isBreaching
    }
}

extension Double {
    /// The largest and smallest numbers stand for infinite ones where samples are kept.
    var withoutBounds: Double {
        abs(self) == .greatestFiniteMagnitude ? (self < 0 ? -.infinity : .infinity) : self
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
