import Core

/// The answer of `query_range`: streams of lines, or a matrix of samples.
struct LokiAnswer: Sendable {
    struct Entry: Sendable {
        var line: LogLines.Line
        /// The line's labels as one text, for comparing and sorting.
        var labels: String
    }
    struct Series: Sendable {
        var labels: [String: String]
        var samples: [MetricSeries.Sample]
    }

    var isStreams = false
    /// Every line, in the order of the answer: sorted within a stream only.
    var entries: [Entry] = []
    var series: [Series] = []
    /// Lines and samples that could not be read.
    var malformed = 0
    /// Lines whose text was cut because it was very long.
    var shortened = 0
    /// How many lines the server went through; `nil` where it does not say.
    var linesProcessed: Int64?
    var warnings: [String] = []

    /// Entries that the server counted against the limit.
    var count: Int { entries.count + malformed }

    /// Longer lines are cut, so that one line cannot fill the memory.
    static let longestLine = 16_384

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
        case "matrix": for element in result { read(series: element) }
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
        let shared = LokiAnswer.labels(stream["stream"])
        let sharedText = LokiAnswer.text(of: shared)
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
                    labels.merge(LokiAnswer.labels(more[kind])) { stream, _ in stream }
                }
                labelText = LokiAnswer.text(of: labels)
            }
            let kept = LokiAnswer.cut(text)
            if kept != text { shortened += 1 }
            let line = LogLines.Line(
                time: Instant(nanoseconds: time), text: kept, severity: LokiSeverity.of(text: kept, labels: labels),
                labels: labels)
            entries.append(Entry(line: line, labels: labelText))
        }
    }

    private mutating func read(series: JSONValue) {
        guard let values = series["values"]?.array else {
            malformed += 1
            return
        }
        var samples: [MetricSeries.Sample] = []
        for value in values {
            guard let time = LokiAnswer.instant(value[0]), let number = value[1]?.string.flatMap({ Double($0) }) else {
                malformed += 1
                continue
            }
            samples.append(.init(time, number))
        }
        samples.sort { $0.time < $1.time }
        self.series.append(Series(labels: LokiAnswer.labels(series["metric"]), samples: samples))
    }

    /// Seconds since the epoch, whole or with a fraction.
    static func instant(_ value: JSONValue?) -> Instant? {
        if let whole = value?.int { return abs(whole) < 9_000_000_000 ? Instant(seconds: whole) : nil }
        guard let seconds = value?.double, seconds.isFinite, abs(seconds) < 9e9 else { return nil }
        return Instant(fractionalSeconds: seconds)
    }

    static func labels(_ value: JSONValue?) -> [String: String] {
        var labels: [String: String] = [:]
        for (name, value) in value?.object?.members ?? [] {
            if let text = value.string { labels[name] = String(text.prefix(2000)) }
        }
        return labels
    }

    /// `{app="checkout", level="error"}`, names sorted.
    static func text(of labels: [String: String]) -> String {
        let pairs = labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return "{" + pairs.map { "\($0.key)=\(LokiQuery.quoted($0.value))" }.joined(separator: ", ") + "}"
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > longestLine else { return text }
        return String(decoding: text.utf8.prefix(longestLine), as: UTF8.self) + "…"
    }
}
