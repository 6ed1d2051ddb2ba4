import Core

/// Samples by series, as a file gave them, and the evidence that they make.
struct MetricTable: Sendable {
    struct Key: Hashable, Comparable {
        var service, metric: String
        /// Sorted `name=value`.
        var labels: [String]

        static func < (left: Key, right: Key) -> Bool {
            if (left.service, left.metric) != (right.service, right.metric) {
                return (left.service, left.metric) < (right.service, right.metric)
            }
            return left.labels.lexicographicallyPrecedes(right.labels)
        }
    }

    private struct Series: Sendable {
        var labels: [String: String]
        /// The format itself says that it only grows.
        var isCounter: Bool
        var samples: [MetricSeries.Sample] = []
    }

    /// More samples, and more series, than this are not kept.
    static let mostSamples = 4_000_000
    static let mostSeries = 20_000
    /// A stretch with more samples than this is thinned.
    static let mostPerSeries = 1500

    private var series: [Key: Series] = [:]
    private var count = 0
    private(set) var leftOut = 0
    /// First and last time of all that was read, inside the scope or not.
    private(set) var span: TimeWindow?
    private let scope: Scope

    init(_ scope: Scope) { self.scope = scope }

    mutating func add(
        service: String, metric: String, labels: [String: String], isCounter: Bool, time: Instant, value: Double
    ) {
        span = span.map { TimeWindow(from: min($0.from, time), to: max($0.to, time)) } ?? TimeWindow(from: time, to: time)
        guard scope.window.contains(time) || scope.baseline.contains(time) else { return }
        let key = Key(service: service, metric: metric, labels: labels.map { "\($0.key)=\($0.value)" }.sorted())
        guard count < Self.mostSamples, series[key] != nil || series.count < Self.mostSeries else {
            leftOut += 1
            return
        }
        count += 1
        series[key, default: Series(labels: labels, isCounter: isCounter)].samples.append(.init(time, value))
    }

    /// The series in order of service, metric and labels; for each its baseline first, where there is one.
    func evidence(_ file: DirectoryFile, _ exchanges: [CallKey], _ completeness: Completeness) -> [Evidence] {
        series.sorted { $0.key < $1.key }.flatMap { key, series in
            evidence(key, series, file, exchanges, leftOut > 0 ? .cutOff(reason: "too many samples") : completeness)
        }
    }

    private func evidence(
        _ key: Key, _ series: Series, _ file: DirectoryFile, _ exchanges: [CallKey], _ completeness: Completeness
    ) -> [Evidence] {
        var samples = series.samples.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        let step = MetricSampling.step(of: samples)
        var naming = MetricNaming(key.metric)
        MetricSampling.convert(&samples, &naming, step: step, isCounter: series.isCounter)
        let before = samples.filter { $0.time < scope.window.from }
        let during = samples.filter { $0.time >= scope.window.from }
        let query = file.name + ": " + ([key.service, key.metric] + key.labels).filter { !$0.isEmpty }.joined(separator: ", ")
        return [(before, true), (during, false)].compactMap { samples, isBaseline in
            guard !samples.isEmpty else { return nil }
            let (thinned, step) = MetricSampling.thinned(samples, step: step, most: Self.mostPerSeries)
            let value = MetricSeries(
                title: key.metric, signal: naming.signal, unit: naming.unit, metric: key.metric, labels: series.labels,
                step: step, isBaseline: isBaseline, samples: thinned)
            return Evidence(
                .metric(value), from: exchanges, service: key.service.isEmpty ? nil : key.service,
                window: isBaseline ? scope.baseline : scope.window, query: query, completeness: completeness)
        }
    }
}

/// Arithmetic on the samples of one series, by time.
enum MetricSampling {
    /// The median distance of neighbours in seconds; 60 where there are no two.
    static func step(of samples: [MetricSeries.Sample]) -> Double {
        let distances = zip(samples, samples.dropFirst()).map { $1.time.seconds(since: $0.time) }.filter { $0 > 0 }.sorted()
        return distances.isEmpty ? 60 : distances[distances.count / 2]
    }

    /// Brings values to the unit: counters to growth a second, failures a bucket to failures a second, percents to shares.
    static func convert(
        _ samples: inout [MetricSeries.Sample], _ naming: inout MetricNaming, step: Double, isCounter: Bool
    ) {
        let values = samples.map(\.value).filter(\.isFinite)
        if isCounter || naming.looksCumulative && isCumulative(values) {
            samples = rate(samples, step: step)
            if naming.unit != .bytes || naming.signal == .traffic { naming.unit = .perSecond }
            return
        }
        if naming.isPercent, values.contains(where: { $0 > 1 }) { naming.factor = 0.01 }
        if naming.unit == .none, naming.signal == .errors {
            // A rate of failures that never leaves 0 to 1 is a share of the requests; other numbers are failures a bucket.
            if values.allSatisfy({ (0...1).contains($0) }), values.contains(where: { $0 != $0.rounded() }) {
                naming.unit = .ratio
            } else {
                naming.unit = .perSecond
                naming.factor = 1 / step
            }
        }
        guard naming.factor != 1 else { return }
        for index in samples.indices { samples[index].value *= naming.factor }
    }

    /// Grows, and falls only by starting again from near nothing.
    private static func isCumulative(_ values: [Double]) -> Bool {
        guard values.count >= 3, let first = values.first, let last = values.last else { return false }
        let falls = zip(values, values.dropFirst()).filter { $1 < $0 }
        return last > first || !falls.isEmpty
            ? falls.allSatisfy { $1 <= 0.1 * $0 } && falls.count * 20 <= values.count : false
    }

    /// Growth a second between neighbours, at the later one; after a reset what has grown since. A gap of over five steps has no
    /// rate.
    private static func rate(_ samples: [MetricSeries.Sample], step: Double) -> [MetricSeries.Sample] {
        zip(samples, samples.dropFirst()).compactMap { before, after in
            let seconds = after.time.seconds(since: before.time)
            guard seconds > 0, seconds <= 5 * step, before.value.isFinite, after.value.isFinite else { return nil }
            let growth = after.value >= before.value ? after.value - before.value : after.value
            return .init(after.time, growth / seconds)
        }
    }

    /// Means of as many neighbours as bring the number below `most`, each at the time of its first.
    static func thinned(
        _ samples: [MetricSeries.Sample], step: Double, most: Int
    ) -> (samples: [MetricSeries.Sample], step: Double) {
        guard samples.count > most, let first = samples.first, let last = samples.last else { return (samples, step) }
        let width = max(step, last.time.seconds(since: first.time) / Double(most))
        var result: [MetricSeries.Sample] = []
        var bucket = -1.0
        var sum = 0.0
        var count = 0.0
        for sample in samples where sample.value.isFinite {
            let place = (sample.time.seconds(since: first.time) / width).rounded(.down)
            if place != bucket || result.isEmpty {
                (bucket, sum, count) = (place, 0, 0)
                result.append(.init(first.time.adding(seconds: place * width), 0))
            }
            sum += sample.value
            count += 1
            result[result.count - 1].value = sum / count
        }
        return (result, width)
    }
}
