import Core
import Foundation

/// A series of a recorded incident with the onset that a person marked in it by eye.
///
/// The marks are in `onsets.csv`: the first sample that is no longer as before, the earliest and the latest that a careful reader
/// could choose, and the direction; `none` where nothing began, or where a latency fell because requests failed early.
struct MarkedOnset {
    var incident: String
    var service: String
    var window: MetricSeries
    var before: MetricSeries?
    var direction: String
    var marked: TimeWindow?

    /// The same as it was `samples` samples after the onset had begun.
    func cut(after samples: Int) -> MarkedOnset {
        guard let marked else { return self }
        var copy = self
        let end = marked.to.adding(seconds: Double(samples) * window.step)
        copy.window.samples = window.samples.filter { $0.time < end }
        return copy
    }

    /// The same with `samples` samples before the onset and nothing earlier.
    func cut(before samples: Int) -> MarkedOnset {
        guard let marked else { return self }
        var copy = self
        let start = marked.from.adding(seconds: -Double(samples) * window.step)
        copy.window.samples = (before?.samples ?? []) + window.samples
        copy.window.samples.removeAll { $0.time < start }
        copy.before = nil
        return copy
    }

    private struct Alert: Decodable { var fired_at: String }

    /// - Parameter lead: seconds before the alert at which the window begins; what is earlier is the baseline.
    static func all(marks: URL, incidents: URL, lead: Double) throws -> [MarkedOnset] {
        let lines = try String(contentsOf: marks, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        var files: [String: [String: [MetricSeries.Sample]]] = [:]
        return try lines.compactMap { line -> MarkedOnset? in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 10, let signal = Signal(rawValue: fields[3]), let unit = Unit(rawValue: fields[4]),
                let factor = Double(fields[6])
            else { return nil }
            let folder = incidents.appending(path: fields[0])
            let samples = try files[fields[0]] ?? samples(of: folder.appending(path: "metrics.csv"))
            files[fields[0]] = samples
            guard var own = samples["\(fields[1]),\(fields[2])"], let first = own.first, let last = own.last else { return nil }
            if fields[5] == "counter" { own = rate(own) }
            own = own.map { .init($0.time, $0.value * factor) }
            let alert = try JSONDecoder().decode(
                Alert.self, from: Data(contentsOf: folder.appending(path: "alert.json")))
            let fired = Instant(rfc3339: alert.fired_at) ?? last.time
            let start = lead.isFinite ? max(first.time, fired.adding(seconds: -lead).floored(toStep: 60)) : first.time
            func series(_ samples: [MetricSeries.Sample], _ isBaseline: Bool) -> MetricSeries {
                MetricSeries(
                    title: "\(fields[1]) \(fields[2])", signal: signal, unit: unit, metric: fields[2], step: 60,
                    isBaseline: isBaseline, samples: samples)
            }
            let before = own.filter { $0.time < start }
            return MarkedOnset(
                incident: fields[0], service: fields[1], window: series(own.filter { $0.time >= start }, false),
                before: before.isEmpty ? nil : series(before, true), direction: fields[7],
                marked: Instant(rfc3339: fields[8]).flatMap { from in
                    Instant(rfc3339: fields[9]).map { TimeWindow(from: from, to: $0) }
                })
        }
    }

    private static func samples(of file: URL) throws -> [String: [MetricSeries.Sample]] {
        var samples: [String: [MetricSeries.Sample]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst() {
            let fields = line.split(separator: ",")
            guard fields.count == 4, let time = Instant(rfc3339: String(fields[0])), let value = Double(fields[3]) else {
                continue
            }
            samples["\(fields[1]),\(fields[2])", default: []].append(.init(time, value))
        }
        return samples
    }

    /// Growth a second; after a reset what has grown since.
    private static func rate(_ samples: [MetricSeries.Sample]) -> [MetricSeries.Sample] {
        zip(samples, samples.dropFirst()).map { before, after in
            let growth = after.value >= before.value ? after.value - before.value : after.value
            return .init(after.time, growth / after.time.seconds(since: before.time))
        }
    }
}
