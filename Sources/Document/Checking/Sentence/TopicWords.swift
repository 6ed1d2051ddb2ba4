import Core

/// Words that say what a number is a number of.
enum TopicWords {
    static let topics: [String: Topics] = {
        var result: [String: Topics] = [:]
        for (topics, words) in lists { for word in words { result[word, default: []].formUnion(topics) } }
        return result
    }()

    private static let lists: [(Topics, [String])] = [
        (
            .latency,
            [
                "latency", "latencies", "p99", "p95", "p90", "p50", "p999", "response time", "response times", "slow", "slower",
                "percentile", "slowness", "quantile", "tail latency",
            ]
        ),
        (
            .errors,
            [
                "error", "errors", "failure", "failures", "failed", "failing", "fail", "5xx", "error rate", "failure rate",
                "fails",
                "unsuccessful", "5xxs", "errored",
            ]
        ),
        (
            .traffic,
            [
                "traffic", "throughput", "rps", "qps", "requests per", "load", "request rate", "req/s", "requests/s", "volume",
            ]
        ),
        (
            .requests,
            [
                "requests", "request", "orders", "order", "charges", "payments", "transactions", "checkouts", "calls",
                "attempts",
            ]
        ),
        (
            .saturation,
            [
                "pool", "connections", "in use", "utilisation", "utilization", "saturation", "pools", "usage", "connection",
            ]
        ),
        (.limit, ["limit", "capacity", "size", "maximum", "max", "poolsize"]),
        (.logs, ["log", "logs", "lines", "logged", "line", "log lines", "entries", "warnings", "messages"]),
        (.timeouts, ["timeout", "timeouts", "time-out", "time-outs", "deadline", "timed", "timing", "deadlines"]),
        (.threshold, ["threshold", "thresholds", "fires above", "trigger level", "fires at", "alerts at", "alerts above"]),
        (.hold, ["hold", "for clause", "pending", "holds", "must hold", "for duration"]),
        (.silence, ["silence", "silenced", "muted", "silences"]),
        (.budget, ["budget", "error budget"]),
        (.objective, ["objective", "slo", "target"]),
        (.restarts, ["restart", "restarts", "restarted"]),
        (.pods, ["pod", "pods", "replica", "replicas", "instances", "containers"]),
        (.probes, ["probe", "probes", "readiness", "liveness"]),
        (.images, ["image", "pull", "pulls", "image-pull"]),
        (.scheduling, ["scheduling", "scheduled", "unschedulable", "insufficient", "schedule"]),
        (
            .crashes,
            ["crash", "crashes", "crash-loop", "crashloop", "back-off", "back-offs", "backoff", "crashloopbackoff", "crashed"]
        ),
        (.check, ["check", "checks", "grace", "heartbeat", "synthetic"]),
        (.traces, ["trace", "traces", "span", "spans"]),
        (.rules, ["rules", "rule"]),
        (.calls, ["calls", "call", "charges"]),
        (.files, ["file", "files"]),
    ]

    /// Words that say which of a thing's numbers is meant.
    static let aspects: [String: Set<Measure.Aspect>] = [
        "peaked": [.peak], "peak": [.peak], "peaking": [.peak], "peaks": [.peak], "highest": [.peak], "maximum": [.peak],
        "max": [.peak], "reached": [.peak], "reaching": [.peak], "topped": [.peak], "worst": [.peak], "most": [.peak],
        "spiked": [.peak], "spiking": [.peak], "spike": [.peak], "climbed": [.peak], "climbing": [.peak], "high": [.peak],
        "jumped": [.peak], "jumping": [.peak], "rose": [.peak], "rising": [.peak], "surged": [.peak], "grew": [.peak],
        "baseline": [.usual], "normal": [.usual], "normally": [.usual], "usual": [.usual], "usually": [.usual],
        "typical": [.usual], "typically": [.usual], "median": [.usual], "steady": [.usual], "average": [.usual],
        "lowest": [.lowest], "minimum": [.lowest], "dropped": [.lowest, .usual, .latter], "fell": [.lowest, .usual, .latter],
        "previously": [.former, .usual], "originally": [.former], "formerly": [.former],
    ]
}
