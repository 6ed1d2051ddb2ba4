import Core

/// The questions that ``LokiServiceLogs`` asks once it knows which streams are the service's.
struct LokiServicePlan: Sendable {
    var service: String
    var window: TimeWindow
    var baseline: TimeWindow
    var cap: Int

    /// Lines of the baseline that are enough to tell a known message from a new one.
    static let sampleSize = 500
    static let sampleSeconds: Double = 86_400

    /// The usual cap and one line, which says whether there are more: one page for most services.
    static let pageSize = LokiQueryRange.defaultCap + 1

    func lines(_ selector: String) -> LokiLogReader {
        LokiLogReader(
            .init(
                what: "error and warning lines of \(service)", query: "\(selector) \(LokiServiceLogs.filter)", window: window,
                start: window.from, end: window.exclusiveEnd,
                direction: .forward, pageSize: LokiServicePlan.pageSize, cap: cap))
    }

    /// The newest lines of the baseline that end where the window begins; `nil` when the baseline lies wholly behind it.
    func sample(_ selector: String) -> LokiLogReader? {
        let end = min(baseline.to, window.from)
        let start = max(baseline.from, window.from.adding(seconds: -LokiServicePlan.sampleSeconds))
        guard start < end else { return nil }
        return LokiLogReader(
            .init(
                what: "error and warning lines of \(service) before", query: "\(selector) \(LokiServiceLogs.filter)",
                window: TimeWindow(from: start, to: end), start: start,
                end: end,
                direction: .backward, pageSize: LokiServicePlan.sampleSize, cap: LokiServicePlan.sampleSize))
    }

    /// All lines of the window, the filtered ones, and the filtered ones of the baseline.
    func counts(_ selector: String) throws(InputError) -> [LokiMetricReader] {
        let step = window.countingStep
        let filtered = "\(selector) \(LokiServiceLogs.filter)"
        return [
            try count(selector, over: window, step: step, title: "count of log lines of \(service)", isBaseline: false),
            try count(
                filtered, over: window, step: step, title: "count of error and warning lines of \(service)", isBaseline: false),
            try count(
                filtered, over: baseline, step: max(3600, baseline.countingStep),
                title: "count of error and warning lines of \(service)", isBaseline: true),
        ]
    }

    /// Counts in buckets as wide as the step, so that they neither overlap nor leave lines out. A sample stamps the end of its
    /// bucket, so the first one asked for is a step after the start.
    private func count(
        _ selection: String, over window: TimeWindow, step: Int64, title: String, isBaseline: Bool
    ) throws(InputError) -> LokiMetricReader {
        let grid = window.outward(toStep: step)
        let range = shortDuration(step)
        return LokiMetricReader(
            query: try LokiQuery("sum(count_over_time(\(selection) [\(range)]))"), window: window,
            start: min(grid.from.adding(seconds: Double(step)), grid.to), end: grid.to, step: step, title: title,
            isBaseline: isBaseline)
    }
}
