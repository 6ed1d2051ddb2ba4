import Core
import Foundation

/// Metrics of the fault-free hours of a test bed: whatever begins in them is a false onset.
struct QuietSeries {
    var pod: String
    var metric: String
    var stretch: Stretch
    var series: MetricSeries

    struct Stretch {
        var name: String
        var day: String
        var from: Instant
        var to: Instant
        var hours: Double { to.seconds(since: from) / 3600 }
    }

    /// Between and after the injected faults of Nezha's Train Ticket runs, a quarter of an hour away from each of them and from
    /// the end of the load at about 16:05.
    static let stretches: [Stretch] = [
        ("loaded", "2023-01-29", "11:52:00", "13:30:00"), ("loaded", "2023-01-30", "14:24:00", "16:00:00"),
        ("idle", "2023-01-29", "16:20:00", "23:59:00"), ("idle", "2023-01-30", "16:20:00", "23:59:00"),
    ].compactMap { name, day, from, to in
        guard let from = Instant(rfc3339: "\(day)T\(from)Z"), let to = Instant(rfc3339: "\(day)T\(to)Z") else { return nil }
        return Stretch(name: name, day: day, from: from, to: to)
    }

    static func all(in folder: URL) throws -> [QuietSeries] {
        var all: [QuietSeries] = []
        for day in ["2023-01-29", "2023-01-30"] {
            let metrics = folder.appending(path: "construct_data/\(day)/metric")
            for file in try FileManager.default.contentsOfDirectory(atPath: metrics.path).sorted() where file.hasSuffix(".csv")
            {
                let rows = try String(contentsOf: metrics.appending(path: file), encoding: .utf8).split(separator: "\n")
                    .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
                for (column, title) in (rows.first ?? []).enumerated().dropFirst(3) {
                    let samples = rows.dropFirst().compactMap { row -> MetricSeries.Sample? in
                        guard row.count > column, let second = Int64(row[1]), let value = Double(row[column]) else {
                            return nil
                        }
                        return MetricSeries.Sample(Instant(seconds: second), value)
                    }
                    for stretch in stretches where stretch.day == day {
                        let inside = samples.filter { $0.time >= stretch.from && $0.time < stretch.to && $0.value.isFinite }
                        guard inside.count >= 30 else { continue }
                        all.append(
                            QuietSeries(
                                pod: file, metric: String(title), stretch: stretch, series: series(String(title), inside)))
                    }
                }
            }
        }
        return all
    }

    private static func series(_ title: String, _ samples: [MetricSeries.Sample]) -> MetricSeries {
        var (signal, unit, factor) = (Signal.other, Unit.none, 1.0)
        if title.contains("Latency") { (signal, unit) = (.latency, .seconds) }
        if title.contains("Workload") { (signal, unit) = (.traffic, .perSecond) }
        if title.hasSuffix("UsageRate(%)") { (signal, unit, factor) = (.saturation, .ratio, 0.01) }
        return MetricSeries(
            title: title, signal: signal, unit: unit, metric: title, step: 60, mark: .bucketEnd(width: 60),
            samples: samples.map { .init($0.time, $0.value * factor) })
    }

    /// The same values, half-hour blocks of them in another order: the distribution and the short-term autocorrelation stay,
    /// whatever trend or event there was is spread over the whole.
    func shuffled() -> QuietSeries {
        var blocks = stride(from: 0, to: series.samples.count, by: 30).map { start in
            series.samples[start..<min(start + 30, series.samples.count)].map(\.value)
        }
        var random = SplitMix(state: 7)
        blocks.shuffle(using: &random)
        var copy = self
        copy.series.samples = zip(series.samples, blocks.joined()).map { .init($0.time, $1) }
        return copy
    }

    /// Hour-long windows, each with all that came before it where that is at least `history` seconds.
    func windows(history: Double) -> [(window: MetricSeries, before: MetricSeries?)] {
        var windows: [(MetricSeries, MetricSeries?)] = []
        var start = stretch.from.adding(seconds: history)
        while start.adding(seconds: 3600) <= stretch.to.adding(seconds: 600) {
            let end = start.adding(seconds: 3600)
            var (window, before) = (series, series)
            window.samples = series.samples.filter { $0.time >= start && $0.time < end }
            before.samples = series.samples.filter { $0.time < start }
            before.isBaseline = true
            if !window.samples.isEmpty { windows.append((window, history > 0 ? before : nil)) }
            start = end
        }
        return windows
    }
}
