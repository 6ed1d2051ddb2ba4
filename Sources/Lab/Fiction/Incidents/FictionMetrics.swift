import Core

/// What graphs of the staged metrics show, computed from the series that the Lab back-fills: rates over two minutes, as
/// people plot them, which with a sample a minute are differences between every second one.
struct FictionMetrics: Sendable {
    private let history: MetricHistory
    private let byHead: [String: HistorySeries]
    private let names: Scenario.MetricNames
    private let midnight: Int64

    init(_ source: FictionSource) {
        history = MetricHistory(source.scenario, day: source.day)
        byHead = Dictionary(history.families.flatMap(\.series).map { ($0.head, $0) }) { first, _ in first }
        names = source.scenario.metricNames
        midnight = source.day.midnight.wholeSeconds
    }

    /// The greatest, the least and the middle value of a signal between two times of the day.
    struct Range: Sendable {
        var least: Double
        var middle: Double
        var greatest: Double

        init?(_ values: [Double]) {
            let sorted = values.filter(\.isFinite).sorted()
            guard let first = sorted.first, let last = sorted.last else { return nil }
            (least, middle, greatest) = (first, sorted[sorted.count / 2], last)
        }
    }

    /// Seconds.
    func p99(_ service: String, from: Int, to: Int) throws -> Range {
        try range(from, to) { index in
            var below = 0.0
            var low = 0.0
            let total = increase(names.duration + "_bucket", service, ["le": "+Inf"], index)
            guard total > 0 else { return .nan }
            for bound in names.bounds {
                let text = bound == bound.rounded() ? String(Int(bound)) : "\(bound)"
                let count = increase(names.duration + "_bucket", service, ["le": text], index)
                if count >= 0.99 * total {
                    return count > below ? low + (bound - low) * (0.99 * total - below) / (count - below) : bound
                }
                (below, low) = (count, bound)
            }
            return low
        }
    }

    /// The share of answers with a status from 500 on, over the whole time.
    func meanErrorShare(_ service: String, from: Int, to: Int) throws -> Double {
        var (failed, total) = (0.0, 0.0)
        _ = try range(from, to) { index in
            failed += failures(service, index)
            total += increase(names.duration + "_count", service, [:], index)
            return 0
        }
        return total > 0 ? failed / total : 0
    }

    /// The share of answers with a status from 500 on.
    func errorShare(_ service: String, from: Int, to: Int) throws -> Range {
        try range(from, to) { index in
            let failed = failures(service, index)
            let total = increase(names.duration + "_count", service, [:], index)
            return total > 0 ? failed / total : .nan
        }
    }

    /// How many requests were answered with a status from 500 on.
    func failures(_ service: String, from: Int, to: Int) throws -> Double {
        var sum = 0.0
        _ = try range(from, to) { index in
            sum += failures(service, index) / 2
            return 0
        }
        return sum
    }

    /// A gauge as it stands; a counter's increase a second.
    func series(_ name: String, from: Int, to: Int) throws -> Range {
        let family = history.families.first { $0.name == MetricHistory.withoutTotal(name) }
        guard let family, let series = family.series.first else { throw ScenarioError("no metric '\(name)' is staged") }
        return try range(from, to) { index in
            family.type == "counter"
                ? (value(series, index) - value(series, index - 2)) / Double(2 * history.step) : value(series, index)
        }
    }

    private func range(_ from: Int, _ to: Int, _ value: (Int) -> Double) throws -> Range {
        let first = Int((midnight + Int64(from) - history.first) / history.step)
        let last = Int((midnight + Int64(to) - history.first) / history.step)
        guard first > 1, first <= last, last < history.count, let range = Range((first...last).map(value)) else {
            throw ScenarioError("the staged history has no samples from \(Fiction.clock(from)) to \(Fiction.clock(to))")
        }
        return range
    }

    private func failures(_ service: String, _ index: Int) -> Double {
        ["500", "502", "503", "504"].reduce(0) { $0 + increase(names.requests, service, ["code": $1], index) }
    }

    /// Over the two steps before a sample.
    private func increase(_ name: String, _ service: String, _ extra: [String: String], _ index: Int) -> Double {
        let head = MetricHistory.head(name, ServiceHistory.labels(service).merging(extra) { $1 })
        guard let series = byHead[head] else { return 0 }
        return value(series, index) - value(series, index - 2)
    }

    private func value(_ series: HistorySeries, _ index: Int) -> Double {
        let place = index - series.start
        guard series.thousandths.indices.contains(place), series.thousandths[place] != HistorySeries.absent else { return 0 }
        return Double(series.thousandths[place]) / 1000
    }
}
