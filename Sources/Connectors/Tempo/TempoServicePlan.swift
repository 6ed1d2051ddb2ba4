import Core

/// The questions that ``TempoServiceTraces`` asks of a service.
struct TempoServicePlan: Sendable {
    var service: String
    var window: TimeWindow
    var baseline: TimeWindow
    /// Most traces to read whole.
    var most: Int

    /// Matches of the first search for failures, and of each part of the window when there are more.
    static let failureLimit = 200
    static let partLimit = 100
    static let parts = 6
    static let healthyLimit = 20

    private var spans: String { "resource.service.name = \(TempoAPI.quoted(service))" }
    private var requests: String { "\(spans) && kind = server" }

    // MARK: Searches

    func failures(in window: TimeWindow, limit: Int) -> TempoSearchReader {
        TempoSearchReader(
            what: "failed traces of \(service)", filter: .traceQL("{ \(spans) && status = error }"), window: window,
            limit: limit, spansPerSet: 1)
    }

    func healthy(in window: TimeWindow) -> TempoSearchReader {
        TempoSearchReader(
            what: "healthy traces of \(service)", filter: .traceQL("{ \(requests) && status != error }"), window: window,
            limit: Self.healthyLimit, spansPerSet: 1)
    }

    /// The hour of the baseline that ends where the window begins; `nil` when the baseline lies behind it.
    var before: TimeWindow? {
        let end = min(baseline.to, window.from)
        let start = max(baseline.from, end.adding(seconds: -3600))
        return start < end ? TimeWindow(from: start, to: end) : nil
    }

    /// The window in equal parts of whole seconds.
    var slices: [TimeWindow] { window.parts(Self.parts) }

    // MARK: Metrics

    enum Measure: Sendable { case rate, latency, failures }

    struct Metric: Sendable {
        var measure: Measure
        var reader: TempoMetricReader
        var isBaseline: Bool
    }

    /// Requests a second by status, quantiles of their duration, and the number of failures: over the window, in stretches
    /// that Tempo takes, and over the last day of the baseline.
    var metrics: [Metric] {
        let step = window.countingStep
        var found = window.stretches(of: TempoAPI.longestMetrics, step: step).flatMap { metrics(in: $0, step: step) }
        let day = TimeWindow(from: max(baseline.from, baseline.to.adding(seconds: -86_400)), to: baseline.to)
        // Whole hours within the day, so that rounding outward does not make it longer than is allowed.
        let hours = TimeWindow(
            from: day.from.adding(seconds: 3599).floored(toStep: 3600), to: day.to.floored(toStep: 3600))
        if day.seconds >= 7200 {
            found += metrics(in: hours, step: 3600, isBaseline: true)
        } else {
            found += metrics(in: day, step: step, isBaseline: true)
        }
        return found
    }

    private func metrics(in window: TimeWindow, step: Int64, isBaseline: Bool = false) -> [Metric] {
        func metric(_ measure: Measure, _ what: String, _ query: String, _ function: TempoMetricReader.Function) -> Metric {
            let reader = TempoMetricReader(
                what: what + (isBaseline ? " before" : ""), query: query, function: function, window: window,
                step: measure == .failures ? nil : step)
            return Metric(measure: measure, reader: reader, isBaseline: isBaseline)
        }
        return [
            metric(.rate, "requests of \(service)", "{ \(requests) } | rate() by (status)", .rate),
            metric(
                .latency, "latency of \(service)", "{ \(requests) } | quantile_over_time(duration, .5, .95, .99)", .quantile),
            metric(
                .failures, "failed requests of \(service)", "{ \(requests) && status = error } | count_over_time()", .count),
        ]
    }
}

extension TimeWindow {
    /// Equal parts of whole seconds, as many as there are seconds at most.
    func parts(_ count: Int) -> [TimeWindow] {
        let grid = outward(toStep: 1)
        let seconds = Int64(grid.seconds)
        let count = Int64(max(1, min(Int64(count), seconds)))
        return (0..<count).map { index in
            TimeWindow(
                from: grid.from.adding(seconds: Double(seconds * index / count)),
                to: grid.from.adding(seconds: Double(seconds * (index + 1) / count)))
        }
    }

    /// Stretches of whole steps that are no longer than `longest` seconds; at most ten.
    func stretches(of longest: Double, step: Int64) -> [TimeWindow] {
        let grid = outward(toStep: step)
        let length = max(1, Int64(longest) / step) * step
        var found: [TimeWindow] = []
        var start = grid.from
        while start < grid.to, found.count < 10 {
            let end = min(grid.to, start.adding(seconds: Double(length)))
            found.append(TimeWindow(from: start, to: end))
            start = end
        }
        return found
    }
}
