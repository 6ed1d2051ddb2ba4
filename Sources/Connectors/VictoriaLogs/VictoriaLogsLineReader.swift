import Core

/// Reads the lines of one query page by page, up to a cap: sorted by time, moved on by `offset`.
struct VictoriaLogsLineReader: Sendable {
    struct Plan: Sendable {
        /// For people, such as "error and warning lines of checkout".
        var what = "log lines"
        /// Filters and pipes, without order and limit.
        var query: String
        var window: TimeWindow
        var pageSize: Int
        var cap: Int
        /// `sort by (…)`; `nil` for a query that has an order or shape of its own, which is read at once.
        var order: String?
        /// Only the newest lines are wanted: the evidence is a sample, of which no one expects the whole.
        var isSample = false
    }

    static let mostPages = 40
    /// Rows of a query without times that are kept.
    static let mostRecords = 200

    let plan: Plan
    private let timeField: String
    private var offset = 0
    private(set) var entries: [LogEntry] = []
    private var records: [JSONObject] = []
    private(set) var exchanges: [CallKey] = []
    private var problems: [Diagnostic] = []
    private var cutOff: String?
    private var unreadable = 0
    private var long = 0

    init(_ plan: Plan, timeField: String = "_time") {
        self.plan = plan
        self.timeField = timeField
    }

    private var limit: Int {
        plan.isSample ? plan.cap : min(plan.pageSize, max(1, plan.cap + 1 - offset))
    }

    var call: HTTPCall { call(offset: offset, limit: limit) }

    private func call(offset: Int, limit: Int) -> HTTPCall {
        guard let order = plan.order else {
            return VictoriaLogsAPI.get("query", plan.query, plan.window, [.init("limit", String(plan.cap + 1))])
        }
        let skip = offset > 0 ? " offset \(offset)" : ""
        var window = plan.window
        // A sample ends where the window begins, and holds nothing of it.
        if plan.isSample { window.to = Instant(nanoseconds: window.to.nanoseconds &- 1) }
        return VictoriaLogsAPI.get("query", "\(plan.query) | \(order)\(skip) limit \(limit)", window)
    }

    /// Takes a page. Returns whether ``call`` is to be made again.
    mutating func take(_ outcome: Outcome) -> Bool {
        let page: VictoriaLogsRows
        do throws(ReadingError) { page = try VictoriaLogsRows(outcome, timeField: timeField) } catch {
            var problem = error.diagnostic(exchanges.isEmpty ? plan.what : "further \(plan.what)", outcome)
            if !exchanges.isEmpty {
                if problem.severity == .failed { problem.severity = .partial }
                cutOff = "after \(entries.count) lines VictoriaLogs \(error.reason)"
            }
            problems.append(problem)
            return false
        }
        exchanges.append(outcome.key)
        unreadable += page.malformed
        long += page.shortened
        entries += page.entries
        records += page.records.prefix(max(0, VictoriaLogsLineReader.mostRecords + 1 - records.count))
        if let cut = page.cut {
            cutOff = cut
            problems.append(Diagnostic(.partial, "\(plan.what): \(cut)", exchange: outcome.key))
            return false
        }
        return isMore(after: page)
    }

    private mutating func isMore(after page: VictoriaLogsRows) -> Bool {
        if plan.isSample {
            if page.count >= plan.cap { cutOff = "the newest \(plan.cap) lines were read; there may be more" }
            return false
        }
        if entries.count > plan.cap {
            cutOff = "the first \(plan.cap) lines were read; there are more"
        } else if records.count > VictoriaLogsLineReader.mostRecords {
            cutOff = "the first \(VictoriaLogsLineReader.mostRecords) rows were kept; there are more"
        } else if plan.order != nil, page.count >= limit {
            guard exchanges.count < VictoriaLogsLineReader.mostPages else {
                cutOff = "\(exchanges.count) pages were read; there are more"
                return false
            }
            offset += page.count
            return true
        }
        return false
    }

    /// The lines that were read, by time.
    var lines: [LogLines.Line] {
        // Those beyond the cap are the latest, or where the newest were asked for, the oldest.
        Array(entries.prefix(plan.cap)).inOrder.map(\.line)
    }

    /// What the pages prove.
    ///
    /// - Parameter absence: what it is worth when there is none.
    func conclusion(
        service: String? = nil, absence: Completeness = VictoriaLogsPlan.unproven
    ) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        var diagnostics = problems
        diagnostics += VictoriaLogsAnswer.notes(
            [
                (unreadable, .partial, "lines could not be read"),
                (long, .note, "lines longer than \(LogEntry.longestLine) bytes, cut"),
            ], plan.what, exchanges.last)
        guard !exchanges.isEmpty else { return ([], diagnostics) }
        var completeness = Completeness.complete
        if unreadable > 0 {
            completeness = .failed(reason: "\(unreadable) of the lines could not be read")
        } else if let cutOff {
            completeness = plan.isSample && problems.isEmpty ? .sampled(reason: cutOff) : .cutOff(reason: cutOff)
            if problems.isEmpty, !plan.isSample {
                diagnostics.append(Diagnostic(.partial, "\(plan.what): \(cutOff)", exchange: exchanges.last))
            }
        }
        func evidence(_ observation: Observation, _ completeness: Completeness) -> Evidence {
            Evidence(
                observation, from: exchanges, service: service, window: plan.window, query: plan.query,
                link: call(offset: 0, limit: limit).target, completeness: completeness)
        }
        let lines = lines
        var result = records.prefix(VictoriaLogsLineReader.mostRecords).map {
            evidence(.record(Record(title: "row of \(plan.what)", fields: $0)), completeness)
        }
        if !lines.isEmpty || (result.isEmpty && completeness != .complete) {
            result.insert(evidence(.logs(LogLines(lines: lines)), completeness), at: 0)
        } else if result.isEmpty {
            result = [evidence(.nothing("no log line matches \(plan.query)"), absence)]
        }
        return (result, diagnostics)
    }
}
