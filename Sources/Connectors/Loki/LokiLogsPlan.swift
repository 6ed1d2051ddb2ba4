import Core

/// The calls that answer a question once the selector is known.
struct LokiLogsPlan: Sendable {
    var counts: [LokiMetricReader] = []
    var patterns: [LokiPatternReader] = []
    var lines: [LokiLogReader] = []
    /// Lines to read instead when the patterns cannot be had.
    var fallback: LokiLogReader?
    var diagnostics: [Diagnostic] = []

    init(_ question: LogQuestion, selector: String) throws(InputError) {
        let what = "log lines of \(question.subject)"
        let query = LokiQuestion.lines(question, selector: selector)
        switch question.detail {
        case .counts:
            counts = [try LokiLogsPlan.count(query, question.window, "count of \(what)", bySeverity: true)]
            if let baseline = question.baseline {
                counts.append(
                    try LokiLogsPlan.count(query, baseline, "count of \(what)", bySeverity: true, isBaseline: true))
            }
            if query != selector {
                counts.append(try LokiLogsPlan.count(selector, question.window, "count of all \(what)", bySeverity: false))
            }
        case .patterns:
            let reader = LokiLogsPlan.reader(query, what, question)
            guard let refusal = LokiLogsPlan.refusal(question) else {
                patterns = [LokiPatternReader(selector: selector, question: question, window: question.window)]
                if let baseline = question.baseline {
                    patterns.append(
                        LokiPatternReader(selector: selector, question: question, window: baseline, isBaseline: true))
                }
                fallback = reader
                return
            }
            diagnostics = [Diagnostic(.partial, "patterns of \(question.subject): \(refusal); lines are read instead")]
            lines = [reader]
        case .lines:
            guard let trace = question.traceID else {
                lines = [LokiLogsPlan.reader(query, what, question)]
                return
            }
            lines = LokiQuestion.trace(question, trace, selector: selector).map {
                LokiLogsPlan.reader($0, "log lines of trace \(trace)", question)
            }
        }
    }

    /// What Loki's patterns cannot do: they are made of all lines of a stream when those come in.
    private static func refusal(_ question: LogQuestion) -> String? {
        if question.narrow != nil { return "Loki cannot narrow its patterns to a phrase" }
        if question.severity != nil { return "Loki cannot narrow its patterns to a severity" }
        return nil
    }

    private static func reader(_ query: String, _ what: String, _ question: LogQuestion) -> LokiLogReader {
        LokiLogReader(
            .init(
                what: what, query: query, window: question.window, start: question.window.from,
                end: question.window.exclusiveEnd, direction: .forward, pageSize: LokiQueryRange.defaultPage,
                cap: question.detail == .patterns ? LokiQueryRange.defaultCap : question.limit))
    }

    private static func count(
        _ query: String, _ window: TimeWindow, _ title: String, bySeverity: Bool, isBaseline: Bool = false
    ) throws(InputError) -> LokiMetricReader {
        let step = isBaseline ? max(3600, window.countingStep) : window.countingStep
        let grid = window.outward(toStep: step)
        let labels = bySeverity ? " by (\(LokiQuestion.severityLabels.joined(separator: ", ")))" : ""
        return LokiMetricReader(
            query: try LokiQuery("sum\(labels)(count_over_time(\(query) [\(shortDuration(step))]))"), window: window,
            start: min(grid.from.adding(seconds: Double(step)), grid.to), end: grid.to, step: step, title: title,
            isBaseline: isBaseline, bySeverity: bySeverity)
    }
}
