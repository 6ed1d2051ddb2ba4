import Core
import Foundation

/// Traces and log lines of some minutes, as evidence.
struct Recording: Sendable {
    var traces: [Trace] = []
    var lines: [String: [LogLines.Line]] = [:]

    /// - Parameter minutes: names of files without their ending, such as `08_43`; `nil`: all there are.
    init(day folder: URL, minutes: [String]?) throws {
        var spans: [String: [Span]] = [:]
        for file in try Recording.files(folder.appending(path: "trace"), minutes, "_trace.csv") {
            try Recording.read(spans: file, into: &spans)
        }
        // Some files repeat what the one before them has.
        traces = spans.sorted { $0.key < $1.key }.map { id, spans in
            var seen: Set<String> = []
            return Trace(id: id, spans: spans.filter { seen.insert($0.id).inserted })
        }
        for file in try Recording.files(folder.appending(path: "log"), minutes, "_log.csv") { try read(lines: file) }
        for service in lines.keys { lines[service]?.sort { ($0.time, $0.text) < ($1.time, $1.text) } }
    }

    private static func files(_ folder: URL, _ minutes: [String]?, _ ending: String) throws -> [URL] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return names.filter { name in
            name.hasSuffix(ending) && (minutes?.contains(String(name.dropLast(ending.count))) ?? true)
        }.map { folder.appending(path: $0) }
    }

    private static func read(spans file: URL, into spans: inout [String: [Span]]) throws {
        let table = try SeparatedValues(contentsOf: file)
        for row in table.rows {
            guard let start = Int64(table.value("StartTimeUnixNano", in: row)),
                let end = Int64(table.value("EndTimeUnixNano", in: row)),
                let trace = TraceID.normal(table.value("TraceID", in: row))
            else { continue }
            let parent = table.value("ParentID", in: row)
            spans[trace, default: []].append(
                Span(
                    id: table.value("SpanID", in: row), parent: parent == "root" ? nil : parent,
                    service: Fault.serviceName(ofPod: table.value("PodName", in: row)),
                    name: table.value("OperationName", in: row), start: Instant(nanoseconds: start),
                    duration: max(0, end - start)))
        }
    }

    private mutating func read(lines file: URL) throws {
        struct Wrapped: Decodable { var log: String }
        let decoder = JSONDecoder()
        let table = try SeparatedValues(contentsOf: file)
        for row in table.rows {
            guard let time = Int64(table.value("TimeUnixNano", in: row)) else { continue }
            let raw = table.value("Log", in: row)
            var text = (try? decoder.decode(Wrapped.self, from: Data(raw.utf8)))?.log ?? raw
            while text.last == "\n" { text.removeLast() }
            let severities = ["ERROR", "WARN", "INFO", "DEBUG"]
            let severity = text.split(separator: " ", maxSplits: 4).prefix(4).first { severities.contains(String($0)) }
            var labels: [String: String] = [:]
            if let trace = TraceID.normal(table.value("TraceID", in: row)) { labels["trace_id"] = trace }
            labels["span_id"] = table.value("SpanID", in: row)
            lines[Fault.serviceName(ofPod: table.value("PodName", in: row)), default: []].append(
                LogLines.Line(
                    time: Instant(nanoseconds: time), text: text, severity: severity.map { $0.lowercased() }, labels: labels))
        }
    }
}

enum TraceID {
    /// 32 lower-case hex digits.
    static func normal(_ text: String) -> String? {
        guard (14...32).contains(text.utf8.count), text.allSatisfy(\.isHexDigit) else { return nil }
        return String(repeating: "0", count: 32 - text.utf8.count) + text.lowercased()
    }
}
