/// A stream: what Loki indexes.
struct LogStream: Sendable {
    var labels: [String: String]
}

/// One line. Its structured metadata is sorted by name.
struct LogEntry: Sendable {
    /// Nanoseconds since the epoch.
    var time: Int64
    var stream: Int
    var line: String
    var metadata: [(name: String, value: String)]
}

/// Where a Loki stand-in's lines come from.
protocol LogSource: Sendable {
    var streams: [LogStream] { get }

    /// The entries of some streams with `from <= time < to`, in any order. With `text` false, lines may be left empty.
    func entries(of streams: Set<Int>, from: Int64, to: Int64, text: Bool) -> [LogEntry]

    /// Whether a stream may have entries with `from <= time < to`.
    func isActive(_ stream: Int, from: Int64, to: Int64) -> Bool
}

/// Lines that are all there.
struct StoredLogs: LogSource {
    let streams: [LogStream]
    let stored: [LogEntry]

    func entries(of streams: Set<Int>, from: Int64, to: Int64, text: Bool) -> [LogEntry] {
        stored.filter { streams.contains($0.stream) && $0.time >= from && $0.time < to }
    }

    func isActive(_ stream: Int, from: Int64, to: Int64) -> Bool {
        stored.contains { $0.stream == stream && $0.time >= from && $0.time < to }
    }
}
