/// The part of LogQL that the stand-in reads: selectors, line filters, label filters, counting and rates over ranges, and
/// aggregations of these.
indirect enum LogQL: Sendable {
    case lines(LogSelector)
    case range(RangeFunction, LogSelector, range: Int64, offset: Int64)
    case aggregate(Aggregation, LogQL)
}

/// `{app="checkout"} |= "text" | level="error"`
struct LogSelector: Sendable {
    var matchers: [LabelMatcher]
    var stages: [LogStage]
}

enum LogStage: Sendable {
    case line(LineFilter)
    /// Any of these, for `| a="x" or b="x"`.
    case label([LabelMatcher])

    /// Equal for stages that keep the same lines, and different for others.
    var key: String {
        switch self {
        case .line(let filter):
            filter.op + filter.patterns.map { "\($0.text.utf8.count):\($0.text)" }.joined(separator: ",")
        case .label(let matchers):
            matchers.map { "\($0.name)\($0.op)\($0.pattern.text.utf8.count):\($0.pattern.text)" }.joined(separator: " or ")
        }
    }
}

struct LineFilter: Sendable {
    /// `|=`, `!=`, `|~` or `!~`.
    var op: String
    /// Any of these, for `|= "a" or "b"`.
    var patterns: [TextPattern]

    /// Whether a line, given as UTF-8, passes.
    func keeps(_ line: UnsafeBufferPointer<UInt8>, isASCII: Bool) -> Bool {
        let found = patterns.contains { $0.isFound(in: line, isASCII: isASCII) }
        return op.hasPrefix("!") ? !found : found
    }
}

struct LabelMatcher: Sendable {
    var name: String
    /// `=`, `!=`, `=~` or `!~`.
    var op: String
    var pattern: TextPattern

    func keeps(_ value: String?) -> Bool {
        let equal = pattern.isAll(of: value ?? "")
        return op.hasPrefix("!") ? !equal : equal
    }

    /// Whether a stream without the label passes.
    var acceptsEmpty: Bool { keeps(nil) }
}

enum RangeFunction: String, Sendable {
    case count = "count_over_time"
    case rate
    case bytes = "bytes_over_time"
    case bytesRate = "bytes_rate"
}

struct Aggregation: Sendable {
    enum Operation: String, Sendable { case sum, min, max, avg, count, topk, bottomk }
    enum Grouping: Sendable { case none, by([String]), without([String]) }
    var operation: Operation
    var grouping: Grouping
    /// The `k` of `topk`.
    var parameter: Int
}

/// Why a query is refused, in Loki's words.
struct LogQLError: Error {
    var message: String
}
