import Core

/// From when to when the files have lines, and which of them have lines of a service: a file from Monday to Wednesday says of each of
/// its services what it logged on Monday, be it nothing, and says nothing of Sunday.
struct LogCoverage: Sendable {
    private static let mostServices = 10_000

    private var spans: [TimeWindow?] = []
    private var files: [String: Set<Int>] = [:]

    mutating func beginFile() { spans.append(nil) }

    mutating func add(_ record: LogRecord) {
        guard let file = spans.indices.last else { return }
        let time = record.stamp.time
        spans[file] =
            spans[file].map { TimeWindow(from: min($0.from, time), to: max($0.to, time)) } ?? .init(from: time, to: time)
        if files[record.service] != nil || files.count < Self.mostServices {
            files[record.service, default: []].insert(file)
        }
    }

    /// Of all files; `nil` when they have no lines.
    var span: TimeWindow? { LogCoverage.union(spans) }

    /// The part of the baseline of which the files with lines of the service have lines; `nil` when they have none.
    func baseline(of service: String, in scope: Scope) -> TimeWindow? {
        guard let span = files[service].map({ LogCoverage.union($0.map { spans[$0] }) }) ?? self.span else { return nil }
        let from = max(scope.baseline.from, span.from)
        return from < scope.baseline.to ? TimeWindow(from: from, to: scope.baseline.to) : nil
    }

    private static func union(_ spans: some Sequence<TimeWindow?>) -> TimeWindow? {
        spans.reduce(nil) { known, next in
            guard let next else { return known }
            return known.map { TimeWindow(from: min($0.from, next.from), to: max($0.to, next.to)) } ?? next
        }
    }
}
