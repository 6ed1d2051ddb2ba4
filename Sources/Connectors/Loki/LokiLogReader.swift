import Core

/// Reads the lines of one log query page by page, up to a cap.
///
/// Loki has no cursor: a page is moved by its `start` (reading forward) or `end` (backward). Several lines may share a
/// nanosecond at the edge of a page, so reading forward asks again from the newest time itself and drops the lines that
/// are known. Reading backward takes one page only.
struct LokiLogReader: Sendable {
    struct Plan: Sendable {
        /// For people, such as "error and warning lines of checkout".
        var what = "log lines"
        var query: String
        /// What was asked for, as evidence shows it.
        var window: TimeWindow
        /// Where the first page starts, and the exclusive end of all.
        var start: Instant
        var end: Instant
        var direction: LokiAPI.Direction
        var pageSize: Int
        var cap: Int
    }

    let plan: Plan
    private var start: Instant
    private var limit: Int
    /// The lines at ``start`` that are known already, with how often each occurred.
    private var edge: [LogEntry: Int] = [:]
    private(set) var entries: [LogEntry] = []
    private(set) var exchanges: [CallKey] = []
    private(set) var linesProcessed: Int64?
    private(set) var problems: [Diagnostic] = []
    private(set) var cutOff: String?
    private(set) var failure: ReadingError?
    private(set) var unreadable = 0
    private(set) var long = 0
    private var largestLimit = LokiAPI.largestLimit

    static let mostPages = 40

    init(_ plan: Plan) {
        self.plan = plan
        start = plan.start
        limit = min(plan.pageSize, plan.cap + (plan.direction == .forward ? 1 : 0), LokiAPI.largestLimit)
    }

    var call: HTTPCall {
        LokiAPI.lines(plan.query, start: start, end: plan.end, limit: limit, direction: plan.direction)
    }

    /// Takes a page. Returns whether ``call`` is to be made again.
    mutating func take(_ outcome: Outcome) -> Bool {
        let page: LokiAnswer
        do throws(ReadingError) {
            page = try LokiAnswer(outcome)
            guard page.isStreams else { throw ReadingError(.failed, "answered a log query with a matrix") }
        } catch {
            if error.status == 400, let allowed = LokiLogReader.allowedLimit(error.reason), allowed < limit {
                largestLimit = allowed
                limit = allowed
                return true
            }
            failure = error
            var problem = error.diagnostic(exchanges.isEmpty ? plan.what : "further \(plan.what)", outcome)
            if !exchanges.isEmpty, problem.severity == .failed { problem.severity = .partial }
            problems.append(problem)
            return false
        }
        exchanges.append(outcome.key)
        unreadable += page.malformed
        long += page.shortened
        for warning in page.warnings {
            problems.append(Diagnostic(.partial, "\(plan.what): Loki warns: \(warning.prefix(200))", exchange: outcome.key))
        }
        linesProcessed = page.linesProcessed.map { ($0 + (linesProcessed ?? 0)) } ?? linesProcessed
        append(page.entries)
        return plan.direction == .forward ? moveForward(after: page) : stopBackward(after: page)
    }

    private mutating func append(_ page: [LogEntry]) {
        var known = edge
        for entry in page {
            if let count = known[entry], count > 0 { known[entry] = count - 1 } else { entries.append(entry) }
        }
    }

    private mutating func stopBackward(after page: LokiAnswer) -> Bool {
        if page.count >= limit { cutOff = "the newest \(limit) lines were read; there may be more" }
        return false
    }

    private mutating func moveForward(after page: LokiAnswer) -> Bool {
        guard page.count >= limit else { return false }
        if entries.count > plan.cap {
            cutOff = "the first \(plan.cap) lines were read; there are more"
            return false
        }
        guard exchanges.count < LokiLogReader.mostPages else {
            cutOff = "\(exchanges.count) pages were read; there are more"
            return false
        }
        guard let newest = page.entries.map(\.line.time).max(), newest >= start else {
            cutOff = "Loki answered with lines outside the time asked for, so that the next page cannot be found"
            return false
        }
        if newest == start, limit >= min(LokiAPI.largestLimit, largestLimit) {
            cutOff = "more than \(limit) lines share one nanosecond"
            return false
        }
        let stuck = newest == start
        start = newest
        edge = [:]
        for entry in entries where entry.line.time == newest { edge[entry, default: 0] += 1 }
        let repeated = edge.values.reduce(0, +)
        limit = min(repeated + 1 + min(plan.pageSize, plan.cap - entries.count), largestLimit)
        if stuck || limit <= repeated { limit = min(max(limit, repeated + 1) * 2, largestLimit) }
        return true
    }

    /// The limit that a server with less than the usual one names in its refusal:
    /// `limit > max_entries_limit_per_query (10000 > 5000)`.
    static func allowedLimit(_ reason: String) -> Int? {
        guard let name = reason.range(ofText: "max_entries_limit_per_query ("),
            let sign = reason[name...].range(ofText: " > ")
        else { return nil }
        let digits = reason[sign...].prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0 else { return nil }
        return number
    }
}

extension StringProtocol {
    /// The place after the first occurrence of a text.
    func range(ofText text: String) -> Index? {
        var position = startIndex
        while position < endIndex {
            if self[position...].hasPrefix(text) { return index(position, offsetBy: text.count) }
            position = index(after: position)
        }
        return nil
    }
}
