import Core
import PromQL

/// What an expression measures, stripped of aggregation and of arithmetic with constants, so that a rule's expression and a
/// series' query can be compared: its value is `scale` times that kind's value plus `offset`.
struct Measurement: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// A quantile of a distribution; `nil` when it is not known which.
        case quantile(Double?)
        /// Sum over count.
        case mean
        /// One series over another.
        case ratio
        /// A counter's increase a second.
        case rate
        /// The value as it stands.
        case gauge
        case other
    }

    var kind: Kind
    var scale = 1.0
    var offset = 0.0
    /// The outermost aggregation.
    var aggregation: Aggregation.Operation?

    init(_ kind: Kind) { self.kind = kind }

    init(of expression: Expression) {
        self = Measurement.measure(expression)
    }

    /// What a series without a readable query most likely is, by its signal and unit.
    init(assumedFor series: MetricSeries) {
        switch (series.signal, series.unit) {
        case (.latency, _):
            self.init(.quantile(nil))
            scale = 1 / Measurement.unitsPerSecond(series.metric)
        case (_, .ratio): self.init(.ratio)
        case (_, .perSecond): self.init(.rate)
        case (.saturation, _), (.other, _): self.init(.gauge)
        default: self.init(.other)
        }
    }

    /// How many of a metric's units make a second, by its name.
    private static func unitsPerSecond(_ metric: String) -> Double {
        for word in metric.lowercased().split(whereSeparator: { !($0.isLetter || $0.isNumber) }).reversed() {
            switch word {
            case "milliseconds", "millis", "ms": return 1e3
            case "microseconds", "micros", "us": return 1e6
            case "nanoseconds", "nanos", "ns": return 1e9
            case "seconds": return 1
            default: continue
            }
        }
        return 1
    }

    /// Is it made of rates, so that it depends on how long the rates are taken over?
    var isRated: Bool { kind != .gauge && kind != .other }

    /// Whether a series measured this way tells what a rule measured the other way saw: the rule's value was never above it.
    func bounds(_ rule: Measurement) -> Bool {
        switch (kind, rule.kind) {
        case (.quantile(let own), .quantile(let other)):
            guard let own, let other else { return true }
            return other <= own + 1e-9
        case (.gauge, .gauge): return rule.aggregation != .sum || aggregation == .sum
        case (.mean, .mean), (.ratio, .ratio), (.rate, .rate): return true
        default: return false
        }
    }
}

extension Measurement {
    private static func measure(_ expression: Expression) -> Measurement {
        switch expression {
        case .number, .string: return Measurement(.other)
        case .selector(let selector):
            let quantile = selector.matchers.first { $0.name == "quantile" && $0.operation == .equal }
            return Measurement(quantile.map { .quantile(Double($0.value)) } ?? .gauge)
        case .subquery(let subquery): return measure(subquery.expression)
        case .negation(let operand): return measure(operand).affine(-1, 0)
        case .call(let call): return measure(call)
        case .aggregation(let aggregation):
            switch aggregation.operation {
            case .sum, .avg, .max, .min, .topk, .bottomk:
                var inner = measure(aggregation.operand)
                inner.aggregation = aggregation.operation
                return inner
            default: return Measurement(.other)
            }
        case .binary(let operation): return measure(operation)
        }
    }

    private static func measure(_ call: FunctionCall) -> Measurement {
        guard let first = call.arguments.first else { return Measurement(.other) }
        switch call.name {
        case "rate", "irate": return Measurement(.rate)
        case "increase":
            guard case .selector(let selector) = first, let range = selector.range else { return Measurement(.other) }
            var result = Measurement(.rate)
            result.scale = range
            return result
        case "histogram_quantile": return Measurement(.quantile(first.constant))
        case "max_over_time", "avg_over_time", "min_over_time", "last_over_time", "abs", "ceil", "floor", "round", "sort",
            "sort_desc", "label_replace", "label_join", "clamp", "clamp_min", "clamp_max":
            return measure(first)
        default: return Measurement(.other)
        }
    }

    private static func measure(_ operation: BinaryOperation) -> Measurement {
        switch (operation.operation, operation.left.constant, operation.right.constant) {
        case (.add, nil, let value?), (.add, let value?, nil):
            return measure(operation.left.constant == nil ? operation.left : operation.right).affine(1, value)
        case (.subtract, nil, let value?): return measure(operation.left).affine(1, -value)
        case (.subtract, let value?, nil): return measure(operation.right).affine(-1, value)
        case (.multiply, nil, let value?), (.multiply, let value?, nil):
            return measure(operation.left.constant == nil ? operation.left : operation.right).affine(value, 0)
        case (.divide, nil, let value?) where value != 0: return measure(operation.left).affine(1 / value, 0)
        case (.divide, nil, nil): return quotient(operation)
        case (.or, _, _), (.and, _, _), (.unless, _, _): return measure(operation.left)
        default: return Measurement(.other)
        }
    }

    /// A share or a mean. Constants inside either side scale it: `100 * a / b` is `(100 * a) / b`.
    private static func quotient(_ operation: BinaryOperation) -> Measurement {
        let left = measure(operation.left)
        let right = measure(operation.right)
        guard left.offset == 0, right.offset == 0, right.scale != 0 else { return Measurement(.other) }
        var result = Measurement(isMean(operation) ? .mean : .ratio)
        result.scale = left.scale / right.scale
        return result
    }

    /// `x_sum / x_count`
    private static func isMean(_ operation: BinaryOperation) -> Bool {
        guard let sum = operation.left.selectors.first?.metric, let count = operation.right.selectors.first?.metric else {
            return false
        }
        return sum.hasSuffix("_sum") && count.hasSuffix("_count") && sum.dropLast(4) == count.dropLast(6)
    }

    private func affine(_ factor: Double, _ addend: Double) -> Measurement {
        var result = self
        result.scale *= factor
        result.offset = result.offset * factor + addend
        return result
    }
}
