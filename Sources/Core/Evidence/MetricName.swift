/// A metric's name, read for what it says: naming conventions of Prometheus and OpenTelemetry tell latency, traffic, failures and
/// saturation apart without a list of known names.
public struct MetricName: Sendable, Hashable {
    public var text: String
    /// Lower-case words of the name: `["http", "requests", "total"]`.
    public var words: [String]

    public init(_ text: String) {
        self.text = text
        words = text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    /// The runtime's own metrics, those that Prometheus makes, and results of recording rules.
    public var isNoise: Bool {
        let prefixes = ["go_", "promhttp_", "prometheus_", "scrape_", "python_", "target_info", "ALERTS"]
        return text.contains(":") || prefixes.contains { text.hasPrefix($0) }
    }

    /// How much it sounds like the time that a service takes to answer, without `_bucket` and the like; `nil` when it is no time
    /// at all.
    public var latencyScore: Int? {
        let words = Set(words)
        let time: Set<String> = [
            "duration", "latency", "seconds", "milliseconds", "ms", "microseconds", "nanoseconds", "time", "elapsed",
        ]
        guard !words.isDisjoint(with: time), words.isDisjoint(with: ["bytes", "size"]) else { return nil }
        var score = 0
        if !words.isDisjoint(with: ["http", "grpc", "rpc", "request", "requests"]) { score += 4 }
        if !words.isDisjoint(with: ["server", "request", "requests", "handling"]) { score += 2 }
        if !words.isDisjoint(with: ["duration", "latency"]) { score += 1 }
        if !words.isDisjoint(with: ["client", "db", "sql", "query", "queue", "gc", "wait", "connect", "upstream"]) {
            score -= 6
        }
        return score
    }

    /// Whether it names something that went wrong.
    public var isFailure: Bool {
        let parts = ["timeout", "error", "fail", "retr", "reject", "drop", "refus", "exhaust", "deadline"]
        return words.contains { word in parts.contains { word.contains($0) } }
    }

    /// Whether it counts requests that a service was sent, and not their failures alone.
    public var countsRequests: Bool {
        let others: Set<String> = [
            "client", "bytes", "size", "duration", "seconds", "db", "outgoing", "upstream",
        ]
        return text.hasSuffix("_total") && words.contains { ["request", "requests", "handled", "calls"].contains($0) }
            && others.isDisjoint(with: words) && !isFailure
    }

    /// Whether it can be a gauge of how full something is: its name speaks of a resource or of a limit.
    public var isSaturation: Bool {
        let suffixes = ["_total", "_bucket", "_sum", "_count", "_created", "_info"]
        let resources = [
            "pool", "in_use", "inflight", "in_flight", "connections", "queue", "utilization", "utilisation", "usage",
            "saturation", "backlog", "occupancy",
        ]
        return !suffixes.contains { text.hasSuffix($0) }
            && (resources.contains { text.lowercased().contains($0) } || namesLimit)
    }

    /// Words of what does not move.
    public static let limitWords: Set<String> = ["max", "maximum", "limit", "capacity", "quota", "size"]

    public var namesLimit: Bool { words.contains { MetricName.limitWords.contains($0) && $0 != "size" } }
}
