import Core

/// Writes questions in LogQL.
enum LokiQuestion {
    /// Labels that hold the severity: of the stream, found by the server in the line, or sent with it.
    static let severityLabels = ["level", "detected_level", "severity", "severity_text"]

    /// Labels that may hold a trace's id, as structured metadata or of the stream.
    static let traceLabels = ["trace_id", "traceId", "traceID"]

    /// The log query for everything that a question narrows by but its trace.
    static func lines(_ question: LogQuestion, selector: String) -> String {
        var parts = [selector]
        if let narrow = question.narrow { parts.append(filter(narrow, holds: "|=", matches: "|~")) }
        parts += question.exclude.map { filter($0, holds: "!=", matches: "!~") }
        if let severity = question.severity {
            let pattern = LogLiteral.quoted("(?i)(" + severity.words.joined(separator: "|") + ")")
            parts.append("| " + severityLabels.map { "\($0)=~\(pattern)" }.joined(separator: " or "))
        }
        return parts.joined(separator: " ")
    }

    /// Two queries without a line in common: lines that hold the trace's id, and others that have it as a label.
    static func trace(_ question: LogQuestion, _ id: String, selector: String) -> [String] {
        let text = LogLiteral.quoted(id)
        let labels = traceLabels.map { "\($0)=\(text)" }.joined(separator: " or ")
        // Line filters come before label filters, which are dearer.
        let rest = lines(question, selector: "").dropFirst()
        let more = rest.isEmpty ? "" : " " + rest
        return ["\(selector) |= \(text)\(more)", "\(selector) != \(text)\(more) | \(labels)"]
    }

    private static func filter(_ phrase: LogPhrase, holds: String, matches: String) -> String {
        phrase.pieces.count == 1
            ? "\(holds) \(LogLiteral.quoted(phrase.pieces[0]))" : "\(matches) \(LogLiteral.quoted(phrase.pattern))"
    }
}
