/// What a function takes and gives, as Prometheus' `promql/parser/functions.go` lists it, up to Prometheus 3.
struct FunctionSignature: Sendable {
    var arguments: [ValueType]
    /// How many of the last arguments may be left out or added: 0 none, 1 the last is optional, -1 the last may be left out or
    /// be there any number of times.
    var variadic = 0
    var result = ValueType.vector

    /// How many arguments are legal.
    var counts: ClosedRange<Int> {
        switch variadic {
        case 0: arguments.count...arguments.count
        case ..<0: max(0, arguments.count - 1)...Int.max
        default: max(0, arguments.count - 1)...max(0, arguments.count - 1) + variadic
        }
    }

    static let all: [String: FunctionSignature] = {
        var all: [String: FunctionSignature] = [
            "clamp": .init(arguments: [.vector, .scalar, .scalar]),
            "clamp_max": .init(arguments: [.vector, .scalar]),
            "clamp_min": .init(arguments: [.vector, .scalar]),
            "double_exponential_smoothing": .init(arguments: [.matrix, .scalar, .scalar]),
            "histogram_fraction": .init(arguments: [.scalar, .scalar, .vector]),
            "histogram_quantile": .init(arguments: [.scalar, .vector]),
            "holt_winters": .init(arguments: [.matrix, .scalar, .scalar]),
            "info": .init(arguments: [.vector, .vector], variadic: 1),
            "label_join": .init(arguments: [.vector, .string, .string, .string], variadic: -1),
            "label_replace": .init(arguments: [.vector, .string, .string, .string, .string]),
            "pi": .init(arguments: [], result: .scalar),
            "predict_linear": .init(arguments: [.matrix, .scalar]),
            "quantile_over_time": .init(arguments: [.scalar, .matrix]),
            "round": .init(arguments: [.vector, .scalar], variadic: 1),
            "scalar": .init(arguments: [.vector], result: .scalar),
            "sort_by_label": .init(arguments: [.vector, .string], variadic: -1),
            "sort_by_label_desc": .init(arguments: [.vector, .string], variadic: -1),
            "time": .init(arguments: [], result: .scalar),
            "vector": .init(arguments: [.scalar]),
        ]
        for name in ofVectors { all[name] = .init(arguments: [.vector]) }
        for name in ofRanges { all[name] = .init(arguments: [.matrix]) }
        for name in ofDates { all[name] = .init(arguments: [.vector], variadic: 1) }
        return all
    }()

    private static let ofVectors = [
        "abs", "absent", "acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh", "deg", "exp", "floor",
        "histogram_avg", "histogram_count", "histogram_stddev", "histogram_stdvar", "histogram_sum", "ln", "log10", "log2",
        "rad", "sgn", "sin", "sinh", "sort", "sort_desc", "sqrt", "tan", "tanh", "timestamp",
    ]
    private static let ofRanges = [
        "absent_over_time", "avg_over_time", "changes", "count_over_time", "delta", "deriv", "first_over_time", "idelta",
        "increase", "irate", "last_over_time", "mad_over_time", "max_over_time", "min_over_time", "present_over_time", "rate",
        "resets", "stddev_over_time", "stdvar_over_time", "sum_over_time", "ts_of_first_over_time", "ts_of_last_over_time",
        "ts_of_max_over_time", "ts_of_min_over_time",
    ]
    private static let ofDates = [
        "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year",
    ]
}
