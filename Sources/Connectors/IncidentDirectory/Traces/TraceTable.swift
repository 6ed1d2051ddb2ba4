import Core
import OTLP

/// The spans of `traces.json`, and the traces that they make.
struct TraceTable: Sendable {
    static let mostSpans = 200_000

    private var spans: [SpanRecord] = []
    private var whole: [Trace] = []
    private(set) var leftOut = 0
    /// Spans that are in the trace of the parent that they name, whatever trace they name themselves.
    private(set) var moved = 0
    /// What could not be read of a document of OTLP of which other spans could.
    private(set) var skippedInDocuments: String?

    /// One record: a span, or a document of OTLP.
    mutating func add(_ value: JSONValue) throws(RecordFault) {
        guard let object = value.object else { throw RecordFault("is no object") }
        guard object["resourceSpans"] != nil || object["batches"] != nil else {
            let record = try SpanRecord(object)
            guard spans.count < Self.mostSpans else {
                leftOut += 1
                return
            }
            spans.append(record)
            return
        }
        let reading = OTLPTraces.read(value)
        whole += reading.items
        guard reading.skipped > 0 else { return }
        let told = "\(reading.skipped) of its spans could not be read, the first: \(reading.problems.first?.description ?? "")"
        guard !reading.items.isEmpty else { throw RecordFault(told) }
        if skippedInDocuments == nil { skippedInDocuments = told }
    }

    /// All traces by their start.
    mutating func traces() -> [Trace] {
        let homes = homes()
        var found: [String: [Span]] = [:]
        for (record, home) in zip(spans, homes) { found[home, default: []].append(record.span) }
        for trace in whole { found[trace.id, default: []] += trace.spans }
        return found.map { Trace(id: $0.key, spans: $0.value) }.sorted {
            ($0.spans.first?.start ?? Instant(seconds: 0), $0.id) < ($1.spans.first?.start ?? Instant(seconds: 0), $1.id)
        }
    }

    private struct Place: Hashable {
        var trace, id: String
    }

    /// The trace of each span: that of its parent, which is looked for in the span's own trace, and, where that has none, in the
    /// file before it. Files that are written by hand name the trace once.
    private mutating func homes() -> [String] {
        var places: [Place: [Int]] = [:]
        for (index, record) in spans.enumerated() {
            places[Place(trace: record.trace, id: record.span.id), default: []].append(index)
        }
        var last: [String: Int] = [:]
        var parents: [Int?] = []
        for (index, record) in spans.enumerated() {
            parents.append(
                record.span.parent.flatMap { parent in
                    let own = places[Place(trace: record.trace, id: parent)] ?? []
                    return Self.nearest(own, before: index) ?? own.first { $0 != index } ?? last[parent]
                })
            last[record.span.id] = index
        }
        var homes: [String?] = Array(repeating: nil, count: spans.count)
        for index in spans.indices {
            var path: [Int] = []
            var seen: Set<Int> = []
            var current = index
            // Up to a span whose home is known, to a root, or round a circle.
            while homes[current] == nil, seen.insert(current).inserted {
                path.append(current)
                guard let parent = parents[current] else { break }
                current = parent
            }
            let home = homes[current] ?? spans[current].trace
            for each in path { homes[each] = home }
        }
        let result = zip(homes, spans).map { $0 ?? $1.trace }
        moved = zip(result, spans).count { $0 != $1.trace }
        return result
    }

    private static func nearest(_ sorted: [Int], before index: Int) -> Int? {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? sorted[low - 1] : nil
    }
}

extension Trace {
    /// Who calls whom in it, services that are known by name.
    var calls: [Dependency] {
        let services = Dictionary(spans.map { ($0.id, $0.service) }) { first, _ in first }
        return spans.compactMap { span in
            guard let caller = span.parent.flatMap({ services[$0] }), !caller.isEmpty, !span.service.isEmpty,
                caller != span.service
            else { return nil }
            return Dependency(caller: caller, callee: span.service)
        }
    }
}
