import Core
import PromQL

/// Whether a metric only ever rises, as far as its type, its name or its samples say.
enum MetricKind: Sendable {
    case counter, gauge

    init?(_ name: String, _ estate: Estate) {
        switch estate.facts.types[name] {
        case "counter": self = .counter
        case "gauge": self = .gauge
        default:
            if let definition = estate.definitions[name] {
                guard let kind = MetricKind.recorded(definition) else { return nil }
                self = kind
                return
            }
            if let kind = MetricKind.named(name, estate.facts) {
                self = kind
                return
            }
            guard MetricKind.samples(thatTell: name, estate) != nil else { return nil }
            self = .gauge
        }
    }

    /// Evidence that a metric is a gauge, where its samples alone tell it: neither its type nor its name does, and of a hundred
    /// changes more are falls than a counter has that rises twice between two starts of its process.
    static func samples(thatTell name: String, _ estate: Estate) -> EvidenceID? {
        guard estate.facts.types[name] == nil, estate.definitions[name] == nil, named(name, estate.facts) == nil,
            let falls = estate.facts.falls[name], falls.count > mostFalls
        else { return nil }
        return falls.id
    }

    private static let mostFalls = 33

    /// A recorded rate, quantile or ratio goes up and down.
    private static func recorded(_ definition: Expression) -> MetricKind? {
        switch definition {
        case .aggregation(let aggregation): return recorded(aggregation.operand)
        case .call(let call):
            let falling: Set<String> = [
                "rate", "irate", "increase", "histogram_quantile", "avg_over_time", "delta", "deriv", "max_over_time",
                "min_over_time",
            ]
            return falling.contains(call.name) ? .gauge : nil
        case .binary(let operation) where operation.operation == .divide && operation.right.constant == nil: return .gauge
        case .binary(let operation) where operation.right.constant != nil && !operation.operation.isComparison:
            return recorded(operation.left)
        case .binary(let operation) where operation.left.constant != nil && !operation.operation.isComparison:
            return recorded(operation.right)
        default: return nil
        }
    }

    /// Names that OpenMetrics and custom leave to counters, and words that only gauges end in.
    private static func named(_ name: String, _ facts: EstateFacts) -> MetricKind? {
        let words = name.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
        guard let last = words.last else { return nil }
        switch last {
        case "total": return words.dropLast().last.map(countedAtOnce.contains) == true ? .gauge : .counter
        case "bucket": return .counter
        case "sum", "count": return facts.types[String(name.dropLast(last.count + 1))] == "gauge" ? nil : .counter
        default: break
        }
        if gaugeEnds.contains(last) { return .gauge }
        if units.contains(last), words.dropLast().contains(where: gaugeWords.contains) { return .gauge }
        return standing.contains(where: words.contains) ? .gauge : nil
    }

    /// What is so at a moment, whatever there is so much of: `sync_backlog_items`, `pending_migrations`.
    private static let standing: Set<String> = [
        "inflight", "goroutines", "backlog", "pending", "queued", "waiting", "remaining", "spare", "idle", "lag", "oldest",
        "outstanding", "unacked", "unsynced",
    ]

    /// What both kinds are measured in: the words before say which.
    private static let units: Set<String> = [
        "bytes", "kilobytes", "kib", "kb", "megabytes", "mib", "mb", "gigabytes", "gib", "gb", "seconds", "milliseconds", "ms",
        "microseconds", "minutes", "hours", "days", "connections", "sessions", "messages", "records", "rows", "entries",
        "items",
        "files", "handles", "jobs", "tasks", "requests", "events", "objects", "pages", "blocks",
    ]

    /// What there is so many of at a moment: `replicas_total` does not only rise.
    private static let countedAtOnce: Set<String> = [
        "replicas", "pods", "nodes", "instances", "containers", "members", "brokers", "partitions", "shards", "workers",
        "threads",
        "cores", "cpus", "hosts", "targets", "consumers", "subscribers", "leases", "slots", "disks", "volumes",
    ]

    private static let gaugeEnds: Set<String> = [
        "ratio", "percent", "percentage", "celsius", "temperature", "depth", "length", "utilization", "utilisation", "lag",
        "backlog",
        "inflight", "flight", "capacity", "limit", "max", "goroutines", "threads", "fds", "replicas", "load1", "load5",
        "load15",
        "free", "available", "used", "pending", "waiting", "active", "current", "use", "size", "queued", "occupancy",
        "saturation",
        "connected", "open", "idle", "busy", "up", "info", "level",
    ]
    private static let gaugeWords: Set<String> = [
        "memory", "heap", "resident", "disk", "filesystem", "pool", "open", "active", "queue", "queued", "pending", "current",
        "idle",
        "avail", "available", "free", "used", "cache", "lag", "age", "replication", "inflight", "waiting", "memavailable",
        "memfree",
        "offset", "drift", "skew", "delay", "oldest", "since", "remaining", "left", "until", "staleness",
    ]
}
