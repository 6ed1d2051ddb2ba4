import Core

/// What a metric's name says of its signal and unit, by the conventions that names share (Prometheus's and OpenTelemetry's: words
/// with `_` or `.`, the unit last).
struct MetricNaming: Sendable, Hashable {
    var signal: Signal
    var unit: Unit
    /// What a value is multiplied by to be in the unit.
    var factor = 1.0
    /// The name ends as a counter's does.
    var looksCumulative = false
    /// The name says percent. Whether its values are percents or shares, only they tell.
    var isPercent = false

    init(_ name: String) {
        let words = name.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
        let set = Set(words)
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let isPerSecond = has(["rps", "qps", "tps", "lps", "ops"]) || Self.follows(words, "per", Self.seconds)
        let isPerMinute = has(["rpm"]) || Self.follows(words, "per", ["min", "minute"])
        isPercent = has(["pct", "percent", "percentage"])
        looksCumulative = words.last == "total"
        signal = Self.signal(words, has, isRate: isPerSecond || isPerMinute || words.last == "total")
        unit = .none
        if isPerSecond {
            unit = .perSecond
        } else if isPerMinute {
            (unit, factor) = (.perSecond, 1.0 / 60)
        } else if has(["ratio", "share", "fraction"]) || isPercent {
            unit = .ratio
        } else if let (found, scale) = Self.units.first(where: { words.dropFirst().contains($0.word) }).map({
            ($0.unit, $0.factor)
        }) {
            (unit, factor) = (found, scale)
        }
    }

    private static let seconds: Set<String> = ["s", "sec", "second", "seconds"]

    private static let units: [(word: String, unit: Unit, factor: Double)] = [
        ("ms", .seconds, 1e-3), ("millis", .seconds, 1e-3), ("milliseconds", .seconds, 1e-3), ("us", .seconds, 1e-6),
        ("microseconds", .seconds, 1e-6), ("ns", .seconds, 1e-9), ("nanoseconds", .seconds, 1e-9), ("seconds", .seconds, 1),
        ("secs", .seconds, 1), ("minutes", .seconds, 60), ("bytes", .bytes, 1), ("kib", .bytes, 1024),
        ("mib", .bytes, 1_048_576), ("gib", .bytes, 1_073_741_824), ("kb", .bytes, 1e3), ("mb", .bytes, 1e6),
        ("gb", .bytes, 1e9),
    ]

    private static let failures: Set<String> = [
        "error", "errors", "err", "failed", "failure", "failures", "fail", "fails", "5xx", "4xx", "500", "503", "panic",
        "panics", "exception", "exceptions", "cancelled", "canceled", "timeout", "timeouts", "throttle", "throttles",
        "rejected", "rejections", "dropped", "drops", "denied", "crash", "crashes",
    ]
    private static let fullness: Set<String> = [
        "used", "usage", "utilization", "utilisation", "saturation", "depth", "queue", "queued", "pending", "inflight",
        "connections", "cpu", "memory", "disk", "lag", "backlog", "buffer", "age", "throttled", "consumed", "heap", "load",
        "pressure", "threads", "waiting",
    ]

    private static let pieces: Set<String> = [
        "request", "call", "order", "page", "transaction", "query", "user", "session", "message", "record", "job", "item",
    ]

    private static func signal(_ words: [String], _ has: (Set<String>) -> Bool, isRate: Bool) -> Signal {
        let isTime = has(["duration", "latency", "latencies", "rtt", "ttfb"]) || has(["response"]) && has(["time"])
        if has(["limit", "limits", "quota", "max"]), !isTime, !has(["used", "usage", "consumed"]) { return .limit }
        if isTime, !has(["count", "bucket", "sum"]) { return .latency }
        // How often something was timed is how often it was asked for.
        if isTime, has(["count"]) { return .traffic }
        if has(failures) { return .errors }
        // `queries_per_request` is how much work one request makes, not how many came.
        if follows(words, "per", pieces), !isTime { return .other }
        if has(["requests", "request"]), isRate || has(["count", "rate"]) { return .traffic }
        if has(fullness) { return .saturation }
        if has(["throughput", "traffic", "requests", "calls", "rps", "qps", "rpm"]) || isRate { return .traffic }
        return .other
    }

    private static func follows(_ words: [String], _ first: String, _ second: Set<String>) -> Bool {
        zip(words, words.dropFirst()).contains { $0 == first && second.contains($1) }
    }
}
