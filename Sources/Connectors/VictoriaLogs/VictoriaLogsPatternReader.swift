import Core

/// Lines grouped on the server by their text with numbers taken out.
struct VictoriaLogsPatternReader: Sendable {
    var what: String
    var filter: String
    var window: TimeWindow
    var limit: Int
    var isBaseline = false
    var language: LogsQL

    private var query: String { language.patterns(filter, limit: limit + 1) }

    var call: HTTPCall { VictoriaLogsAPI.get("query", query, window) }

    struct Reading: Sendable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        /// The templates found, the most frequent first.
        var texts: [String] = []
    }

    /// - Parameter total: lines counted by the same filter, where that is known.
    func read(_ outcome: Outcome, service: String? = nil, total: Double? = nil, absence: Completeness) -> Reading {
        let rows: VictoriaLogsRows
        do throws(ReadingError) { rows = try VictoriaLogsRows(outcome, timeField: "") } catch {
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        var unreadable = rows.malformed
        var patterns: [String: LogPatterns.Pattern] = [:]
        for row in rows.records.prefix(limit) {
            guard let pattern = pattern(row) else {
                unreadable += 1
                continue
            }
            let key = (pattern.severity ?? "") + "\n" + pattern.text
            if var known = patterns[key] {
                let (sum, isOver) = known.count.addingReportingOverflow(pattern.count)
                known.count = isOver ? .max : sum
                known.example = [known.example, pattern.example].compactMap { $0 }.min()
                patterns[key] = known
            } else {
                patterns[key] = pattern
            }
        }
        var reading = Reading()
        var completeness = Completeness.complete
        if unreadable > 0 { completeness = .failed(reason: "\(unreadable) patterns could not be read") }
        if rows.records.count > limit { completeness = .cutOff(reason: "the \(limit) most frequent patterns; there are more") }
        if let cut = rows.cut { completeness = .cutOff(reason: cut) }
        var observation = Observation.logPatterns(
            LogPatterns(patterns: Array(patterns.values), isBaseline: isBaseline))
        if patterns.isEmpty, completeness == .complete {
            observation = .nothing("no log line matches \(filter)")
            completeness = absence
            if let total, total > 0 {
                let text =
                    "\(what): none, though \(Int64(min(total, 1e15))) lines were counted; the server may not know collapse_nums"
                return Reading(diagnostics: [Diagnostic(.failed, text, exchange: outcome.key)])
            }
        }
        if case .logPatterns(let found) = observation { reading.texts = found.patterns.map(\.text) }
        if completeness != .complete, completeness != absence {
            reading.diagnostics.append(Diagnostic(.partial, "\(what): not all could be read", exchange: outcome.key))
        }
        reading.evidence = [
            Evidence(
                observation, from: [outcome.key], service: service, window: window, query: query, link: call.target,
                completeness: completeness)
        ]
        return reading
    }

    private func pattern(_ row: JSONObject) -> LogPatterns.Pattern? {
        guard let text = row["_msg"]?.string, let count = row["lines"]?.string.flatMap({ Int($0) }), count >= 0 else {
            return nil
        }
        let labels = LogEntry.labels(.object(row))
        let example = row["example"]?.string.map { String(LogEntry.cut($0).prefix(2000)) }
        let said = language.options.severityFields.lazy.compactMap { labels[$0].flatMap(LogSeverity.normal) }.first
        return LogPatterns.Pattern(
            text: String(VictoriaLogsPatternReader.template(text).prefix(2000)), count: count,
            severity: said ?? LogSeverity.of(text: example ?? text, labels: [:]), example: example)
    }

    /// The server's placeholders as `<_>`.
    static func template(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            result += rest[..<open]
            rest = rest[open...]
            if let placeholder = placeholders.first(where: { rest.hasPrefix($0) }) {
                result += "<_>"
                rest = rest.dropFirst(placeholder.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }

    private static let placeholders = ["<N>", "<UUID>", "<IP4>", "<TIME>", "<DATE>", "<DATETIME>", "<W>"]
}
