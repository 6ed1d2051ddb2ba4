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

    /// All lines of a stream, which is an index of ``streams``.
    func lines(of stream: Int) -> StreamLines

    /// Whether a stream may have entries with `from <= time < to`.
    func isActive(_ stream: Int, from: Int64, to: Int64) -> Bool
}

/// Lines that are given one by one.
struct StoredLogs: LogSource {
    let streams: [LogStream]
    private let stored: [StreamLines]

    init(streams: [LogStream], stored entries: [LogEntry]) {
        self.streams = streams
        var stored = streams.map { _ in StreamLines() }
        for entry in entries {
            let kind = stored[entry.stream].add(metadata: entry.metadata)
            stored[entry.stream].append(time: entry.time, kind: kind) { $0 += entry.line.utf8 }
        }
        self.stored = stored.map { StreamLines.merged([$0]) }
    }

    func lines(of stream: Int) -> StreamLines { stored[stream] }

    func isActive(_ stream: Int, from: Int64, to: Int64) -> Bool { !stored[stream].range(from: from, to: to).isEmpty }
}
