import Core

/// Writes questions in LogsQL.
struct LogsQL: Sendable {
    let options: VictoriaLogsOptions

    /// A field's name, quoted unless it is a plain word.
    static func name(_ field: String) -> String {
        let isPlain =
            field.utf8.first.map { !(0x30...0x39).contains($0) } == true
            && field.utf8.allSatisfy { SelectorScanner.isNamePart($0) || $0 == UInt8(ascii: ".") }
        return isPlain ? field : LogLiteral.quoted(field)
    }

    /// Lines whose field has exactly this value.
    static func equal(_ field: String, _ value: String) -> String { "\(name(field)):=\(LogLiteral.quoted(value))" }

    /// Lines whose field matches an RE2 expression somewhere.
    static func matches(_ field: String, _ pattern: String) -> String { "\(name(field)):~\(LogLiteral.quoted(pattern))" }

    /// Lines of a service: any of the fields has its name.
    func service(_ name: String) -> String {
        LogsQL.any(
            options.serviceFields.map { field in
                options.streamFields.contains(field) && LokiQuery.isLabelName(field)
                    ? "{\(field)=\(LogLiteral.quoted(name))}" : LogsQL.equal(field, name)
            })
    }

    /// What a person or the configuration gives to select by: matchers, as Prometheus and Loki have them, or a LogsQL filter.
    func selector(_ text: String, field: String = "selector") throws(InputError) -> String {
        if let matchers = LabelMatcher.all(in: text) {
            guard matchers.contains(where: \.isBounding) else {
                throw InputError(field, "matches everything; name a value, such as app=\"checkout\"")
            }
            return matchers.map(LogsQL.matcher).joined(separator: " ")
        }
        let scan = try LogsQLScan(text, field: field)
        guard scan.pipes.isEmpty else { throw InputError(field, "is more than a filter: it has a pipe") }
        guard !scan.hasComment else { throw InputError(field, "has a comment, which would hide what is asked after it") }
        return "(\(text))"
    }

    private static func matcher(_ matcher: LabelMatcher) -> String {
        switch matcher.sign {
        case .equals: equal(matcher.name, matcher.value)
        case .differs: "!" + equal(matcher.name, matcher.value)
        case .matches: matches(matcher.name, "^(?:\(matcher.value))$")
        case .matchesNot: "!" + matches(matcher.name, "^(?:\(matcher.value))$")
        }
    }

    /// Everything that a question narrows by, after its selection.
    func filter(_ question: LogQuestion, selection: String) -> String {
        var parts = [selection]
        if let trace = question.traceID { parts.append(self.trace(trace)) }
        if let severity = question.severity { parts.append(severe(severity)) }
        if let narrow = question.narrow { parts.append(LogsQL.matches("_msg", narrow.pattern)) }
        parts += question.exclude.map { "!" + LogsQL.matches("_msg", $0.pattern) }
        return parts.joined(separator: " ")
    }

    /// A trace's id in one of the fields that hold it, or as a word of the message.
    private func trace(_ id: String) -> String {
        LogsQL.any(["trace_id", "traceId", "traceID"].map { LogsQL.equal($0, id) } + [LogLiteral.quoted(id)])
    }

    /// Lines that say that they are as grave; words are taken in lower case, in capitals, and with one capital.
    func severe(_ severity: LogQuestion.Severity) -> String {
        let words = severity.words.flatMap { [$0, $0.uppercased(), $0.prefix(1).uppercased() + $0.dropFirst()] }
        let list = words.map(LogLiteral.quoted).joined(separator: ",")
        return LogsQL.any(options.severityFields.map { "\(LogsQL.name($0)):in(\(list))" })
    }

    /// Error and warning lines: those that say so, and those that hold a word of a failure.
    var failures: String {
        LogsQL.any([severe(.warn), LogsQL.matches("_msg", FailureWords.pattern)])
    }

    static func any(_ filters: [String]) -> String {
        filters.count == 1 ? filters[0] : "(" + filters.joined(separator: " or ") + ")"
    }

    /// The order in which pages are cut: without ties but for lines that are the same.
    var order: String { "sort by (\(LogsQL.name(options.timeField)), _stream_id, _msg)" }
    var newestFirst: String { "sort by (\(LogsQL.name(options.timeField)) desc, _stream_id, _msg)" }

    /// Lines grouped by their text with numbers taken out, the most frequent first.
    func patterns(_ filter: String, limit: Int) -> String {
        let groups = (["_msg"] + options.severityFields.map(LogsQL.name)).joined(separator: ", ")
        return "\(filter) | copy _msg as example | collapse_nums at _msg prettify "
            + "| stats by (\(groups)) count() lines, min(example) example | sort by (lines desc, \(groups)) limit \(limit)"
    }
}
