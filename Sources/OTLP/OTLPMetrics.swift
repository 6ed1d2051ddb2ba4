public import Core

/// A series with the service that it is of.
public struct OTLPMetric: Sendable, Hashable {
    /// The resource's `service.name`; empty where there is none.
    public var service: String
    /// Labels are the point's attributes and the resource's; of one name the point's.
    public var series: MetricSeries

    public init(service: String, series: MetricSeries) {
        self.service = service
        self.series = series
    }
}

/// Metrics in the JSON forms of OTLP (`resourceMetrics`).
public enum OTLPMetrics {
    /// Reads a document, or a list of documents: one series for each service, metric and set of labels, in that order.
    ///
    /// Gauges and sums are one series each. Histograms, exponential ones too, become `NAME_count` and `NAME_sum`, and those
    /// with bounds `NAME_bucket` with the label `le`, counted from below as Prometheus does; summaries `NAME_count`, `NAME_sum`
    /// and `NAME` with the label `quantile`. A point of a delta stamps the end of its interval; any other stamps a moment.
    /// ``MetricSeries/step`` is the smallest distance between two samples, 0 when there is only one.
    public static func read(_ document: JSONValue) -> OTLPReading<OTLPMetric> {
        var found = OTLPReading<Void>()
        var series: [OTLPSeriesKey: OTLPSeries] = [:]
        let walk = OTLPWalk(
            resources: ["resourceMetrics"], scopes: ["scopeMetrics", "instrumentationLibraryMetrics"], records: "metrics")
        walk.read(document, into: &found) { record, origin, found throws(OTLPFault) in
            guard let name = record["name"]?.string, !name.isEmpty else { throw OTLPFault("has no name") }
            let data = OTLPMetricData(name: OTLPValue.cut(name), unit: unit(record["unit"]?.string ?? ""), origin: origin)
            var unreadable = 0
            for kind in OTLPMetricData.kinds where record[kind] != nil {
                unreadable += data.read(record[kind], kind: kind, into: &series)
            }
            for _ in 0..<unreadable { found.skip("has a point that cannot be read", at: "metric \(name.prefix(200))") }
        }
        var reading = OTLPReading<OTLPMetric>()
        reading.hasLists = found.hasLists
        reading.skipped = found.skipped
        reading.problems = found.problems
        reading.items = series.sorted { $0.key < $1.key }.map { OTLPMetric(service: $0.key.service, series: $0.value.metric) }
        return reading
    }

    /// Units are of the Unified Code for Units of Measure (ucum.org).
    private static func unit(_ text: String) -> Unit {
        switch text {
        case "s": .seconds
        case "By": .bytes
        case _ where text.hasPrefix("{"): .count
        default: .none
        }
    }
}

/// What makes a series one of its own.
struct OTLPSeriesKey: Hashable, Comparable {
    var service: String
    var metric: String
    /// Names and values, sorted by name.
    var labels: [String]

    static func < (left: Self, right: Self) -> Bool {
        if left.service != right.service { return left.service < right.service }
        if left.metric != right.metric { return left.metric < right.metric }
        return left.labels.lexicographicallyPrecedes(right.labels)
    }
}

/// A series as it is gathered.
struct OTLPSeries {
    var name: String
    var unit: Unit
    var labels: [String: String]
    var mark: Stamp.Mark
    var samples: [MetricSeries.Sample] = []

    var metric: MetricSeries {
        let sorted = samples.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        var step = Double.infinity
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.time > earlier.time {
            step = min(step, later.time.seconds(since: earlier.time))
        }
        return MetricSeries(
            title: name, signal: .other, unit: unit, metric: name, labels: labels, step: step.isFinite ? step : 0, mark: mark,
            samples: sorted)
    }
}
