import Core

/// The answer of `query`: one JSON object a line, each value a string. An empty body is an answer: nothing matches.
struct VictoriaLogsRows: Sendable {
    /// Lines, in the order of the answer.
    var entries: [LogEntry] = []
    /// Rows without a time, such as those of a `stats` pipe, in the order of the answer.
    var records: [JSONObject] = []
    /// Rows that could not be read.
    var malformed = 0
    /// Lines whose text was cut because it was very long.
    var shortened = 0
    /// Why there is no more, when the answer ends early.
    var cut: String?

    /// Rows that the server counted against a limit.
    var count: Int { entries.count + records.count + malformed }

    init(_ outcome: Outcome, timeField: String) throws(ReadingError) {
        var outcome = outcome
        if case .cut(let reply, let reason) = outcome.result, reply.status < 400 {
            cut = reason
            outcome.result = .reply(reply)
        }
        let reply = try outcome.success()
        let bytes: [UInt8]
        do { bytes = try reply.body.bytes() } catch {
            throw ReadingError(.failed, "its stored answer could not be read: \(error)", status: reply.status)
        }
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            read(bytes[start..<end], isLast: end == bytes.count, timeField)
            start = end + 1
        }
        if entries.isEmpty, records.isEmpty, malformed > 0 || (cut != nil && !bytes.isEmpty) {
            throw ReadingError(.failed, cut ?? "answered with what is not lines of JSON\(Outcome.quote(reply))")
        }
    }

    private mutating func read(_ line: ArraySlice<UInt8>, isLast: Bool, _ timeField: String) {
        guard line.contains(where: { $0 > 0x20 }) else { return }
        guard let row = (try? JSONValue(parsing: Array(line)))?.object else {
            if isLast {
                cut = cut ?? "the last line of the answer is broken"
            } else {
                malformed += 1
            }
            return
        }
        guard let stamp = row[timeField] else {
            records.append(row)
            return
        }
        guard let time = stamp.string.flatMap({ Instant(rfc3339: $0) }) else {
            malformed += 1
            return
        }
        var labels: [String: String] = [:]
        for (name, value) in row.members where !["_msg", "_stream", "_stream_id", timeField].contains(name) {
            let text = value.string ?? value.compact
            if !text.isEmpty { labels[String(name.prefix(200))] = String(text.prefix(2000)) }
        }
        let text = row["_msg"]?.string ?? VictoriaLogsRows.text(of: labels)
        let kept = LogEntry.cut(text)
        if kept != text { shortened += 1 }
        entries.append(
            LogEntry(
                line: .init(time: time, text: kept, severity: LogSeverity.of(text: kept, labels: labels), labels: labels),
                labels: (row["_stream"]?.string ?? "") + LogEntry.text(of: labels)))
    }

    /// A line without a message, as its fields.
    private static func text(of labels: [String: String]) -> String {
        labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { "\($0.key)=\($0.value)" }
            .joined(separator: " ")
    }
}
