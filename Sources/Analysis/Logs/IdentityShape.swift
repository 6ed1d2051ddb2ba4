/// Tells values that name one thing of many (a record, a message, an order) from settings, measures, and names of machines.
enum IdentityShape {
    /// Last parts of names of such things.
    private static let things: Set<String> = [
        "id", "ids", "uuid", "guid", "key", "offset", "record", "sequence", "seq", "row", "order", "document", "doc", "object",
        "item", "event", "entry", "message", "job", "task", "batch", "checksum", "user", "account", "customer",
    ]
    /// Parts of names of what is the same in many lines without being what they are about.
    private static let others: Set<String> = [
        "pod", "host", "hostname", "node", "instance", "container", "machine", "thread", "pid", "process", "trace", "span",
        "app", "service", "namespace", "cluster", "region", "zone", "version", "build", "release", "revision", "sha", "commit",
        "image", "port", "addr", "address", "ip", "code", "status", "limit", "size", "bytes", "max", "min", "timeout",
        "duration", "ms", "seconds", "latency", "count", "total", "time", "ts", "timestamp", "line", "stream", "caller", "file",
        "path", "level", "severity", "worker", "replica", "shard", "device",
    ]

    static func isIdentity(_ value: String, named name: String?) -> Bool {
        guard !value.isEmpty, value.utf8.count <= 200 else { return false }
        let parts = name.map(CodeWord.parts) ?? []
        if parts.contains(where: others.contains) { return false }
        if let last = parts.last, things.contains(last) { return value.utf8.contains(where: isDigit) || value.utf8.count >= 8 }
        return hasShape(value)
    }

    /// A whole number of at least seven digits, or at least eight letters and digits, with `-`, `_`, `:` or `/` between, that
    /// have both in them.
    private static func hasShape(_ value: String) -> Bool {
        let digits = value.utf8.count(where: isDigit)
        if digits == value.utf8.count { return digits >= 7 }
        let letters = value.utf8.count { ($0 | 0x20) &- 0x61 < 26 }
        let joins = value.utf8.count { $0 == 0x2D || $0 == 0x5F || $0 == 0x3A || $0 == 0x2F }
        return digits >= 3 && letters >= 1 && digits + letters >= 8 && digits + letters + joins == value.utf8.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
