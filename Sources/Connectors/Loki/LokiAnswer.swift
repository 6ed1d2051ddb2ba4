import Core

/// The answer of `query_range`: streams of lines, or a matrix of samples.
struct LokiAnswer: Sendable {
    var isStreams = false
    /// Every line, in the order of the answer: sorted within a stream only.
    var entries: [LogEntry] = []
    var series: [LogSamples] = []
    /// Lines and samples that could not be read.
    var malformed = 0
    /// Lines whose text was cut because it was very long.
    var shortened = 0
    /// How many lines the server went through; `nil` where it does not say.
    var linesProcessed: Int64?
    var warnings: [String] = []

    /// Entries that the server counted against the limit.
    var count: Int { entries.count + malformed }

    init(_ outcome: Outcome) throws(ReadingError) {
        let document = try LokiAnswer.document(outcome)
        guard let data = document["data"], let kind = data["resultType"]?.string, let result = data["result"]?.array else {
            throw ReadingError(.failed, "answered without a result")
        }
        linesProcessed = data["stats"]?["summary"]?["totalLinesProcessed"]?.int
        warnings = (document["warnings"]?.array ?? data["warnings"]?.array ?? []).compactMap(\.string)
        switch kind {
        case "streams":
            isStreams = true
            for stream in result { read(stream: stream) }
        case "matrix", "vector":
            series = result.map { LogSamples($0) }
            malformed = series.reduce(0) { $0 + $1.malformed }
            series.removeAll(where: \.isBroken)
        default: throw ReadingError(.failed, "answered with a \(kind.prefix(40)), not with streams or a matrix")
        }
    }

    /// A document whose `status` says success. Loki's errors are plain text, which ``Outcome/json()`` quotes.
    static func document(_ outcome: Outcome) throws(ReadingError) -> JSONValue {
        let document = try outcome.json()
        if let status = document["status"]?.string, status != "success" {
            let text = document["error"]?.string ?? document["message"]?.string ?? "no reason given"
            throw ReadingError(.failed, "answered \(status.prefix(40)): \"\(text.prefix(200))\"")
        }
        return document
    }

    private mutating func read(stream: JSONValue) {
        guard let values = stream["values"]?.array else {
            malformed += 1
            return
        }
        let shared = LogEntry.labels(stream["stream"])
        let sharedText = LogEntry.text(of: shared)
        for value in values {
            guard let stamp = value[0], let time = stamp.string.flatMap({ Int64($0) }) ?? stamp.int,
                let text = value[1]?.string
            else {
                malformed += 1
                continue
            }
            var labels = shared
            var labelText = sharedText
            if let more = value[2]?.object, !more.isEmpty {
                for kind in ["structuredMetadata", "parsed"] {
                    labels.merge(LogEntry.labels(more[kind])) { stream, _ in stream }
                }
                labelText = LogEntry.text(of: labels)
            }
            let kept = LogEntry.cut(text)
            if kept != text { shortened += 1 }
            let line = LogLines.Line(
                time: Instant(nanoseconds: time), text: kept, severity: LogSeverity.of(text: kept, labels: labels),
                labels: labels)
            entries.append(LogEntry(line: line, labels: labelText))
        }
    }
}
