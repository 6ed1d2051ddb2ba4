import Core

extension LokiLogReader {
    /// The lines that were read, by time; those of one moment by their labels, and within a stream as the server had them.
    var lines: [LogLines.Line] {
        let read = plan.direction == .forward ? entries : entries.reversed()
        return read.inOrder.prefix(plan.cap).map(\.line)
    }

    /// What the pages prove. `existsElsewhere`: another answer shows that the selector has lines in this window, so that
    /// none here is none.
    func conclusion(
        service: String? = nil, existsElsewhere: Bool = false
    ) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        var diagnostics = problems + oddities
        guard !exchanges.isEmpty else { return ([], diagnostics) }
        var completeness = Completeness.complete
        if let failure {
            completeness = .cutOff(reason: "after \(entries.count) lines Loki \(failure.reason)")
        } else if unreadable > 0 {
            completeness = .failed(reason: "\(unreadable) of the lines could not be read")
        } else if let cutOff, plan.direction == .backward {
            // Read backward are samples, of which no one expects the whole.
            completeness = .sampled(reason: cutOff)
        } else if let cutOff {
            completeness = .cutOff(reason: cutOff)
            diagnostics.append(Diagnostic(.partial, "\(plan.what): \(cutOff)", exchange: exchanges.last))
        }
        let lines = lines
        var observation = Observation.logs(LogLines(lines: lines))
        if lines.isEmpty, completeness == .complete {
            observation = .nothing("no log line matches \(plan.query)")
            completeness =
                existsElsewhere || (linesProcessed ?? 0) > 0 ? .noneThere : .sampled(reason: LokiLogReader.nothingLookedAt)
        }
        let evidence = Evidence(
            observation, from: exchanges, service: service, window: plan.window, query: plan.query,
            link: LokiAPI.lines(
                plan.query, start: plan.start, end: plan.end, limit: min(plan.pageSize, LokiAPI.largestLimit),
                direction: plan.direction
            ).target,
            completeness: completeness)
        return ([evidence], diagnostics)
    }

    /// Why an empty answer without a line looked at proves nothing.
    static let nothingLookedAt =
        "Loki went through no line: no stream matches the selector in this window, and expired data, another tenant or a "
        + "misspelt label look the same"

    private var oddities: [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        func note(_ severity: Diagnostic.Severity, _ count: Int, _ text: String) {
            if count > 0 {
                diagnostics.append(
                    Diagnostic(
                        severity, "\(plan.what): \(count) \(count == 1 ? "line" : "lines") \(text)", exchange: exchanges.last))
            }
        }
        note(.partial, unreadable, "could not be read")
        note(.note, long, "longer than \(LogEntry.longestLine) bytes, cut")
        let doubtful = entries.filter { $0.line.labels["__error__"] != nil }
        let kinds = Set(doubtful.compactMap { $0.line.labels["__error__"] }).sorted().prefix(3).joined(separator: ", ")
        note(
            .partial, doubtful.count,
            "could not be held against the query (\(kinds)) and Loki keeps those; add | __error__=\"\" to leave them out")
        return diagnostics
    }
}
