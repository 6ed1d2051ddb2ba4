import Core

/// The points of one metric.
struct OTLPMetricData {
    static let kinds = ["gauge", "sum", "histogram", "exponentialHistogram", "summary"]

    var name: String
    var unit: Unit
    var origin: OTLPWalk.Origin

    /// Adds the points to their series, and says how many could not be read.
    func read(_ data: JSONValue?, kind: String, into series: inout [OTLPSeriesKey: OTLPSeries]) -> Int {
        let temporality = data?["aggregationTemporality"]
        let isDelta = OTLPValue.integer(temporality) == 1 || temporality?.string == "AGGREGATION_TEMPORALITY_DELTA"
        var unreadable = 0
        for point in data?["dataPoints"]?.array ?? [] {
            guard let time = OTLPValue.time(point["timeUnixNano"]) else {
                unreadable += 1
                continue
            }
            // The lowest bit says that there is no value, as when a target is gone.
            if let flags = OTLPValue.integer(point["flags"]), flags & 1 == 1 { continue }
            var target = Target(
                labels: OTLPValue.attributes(point["attributes"]).merging(origin.resource) { own, _ in own }, time: time)
            if isDelta, let start = OTLPValue.time(point["startTimeUnixNano"]), start < time {
                target.mark = .bucketEnd(width: time.seconds(since: start))
            }
            let values = kind == "gauge" || kind == "sum" ? number(point) : distribution(point)
            if values.isEmpty { unreadable += 1 }
            for value in values { add(value, target, to: &series) }
        }
        return unreadable
    }

    private struct Target {
        var labels: [String: String]
        var time: Instant
        var mark = Stamp.Mark.instant
    }

    private struct Value {
        var suffix = ""
        var unit: Unit
        var label: (name: String, value: String)?
        var value: Double
    }

    private func add(_ value: Value, _ target: Target, to series: inout [OTLPSeriesKey: OTLPSeries]) {
        var labels = target.labels
        if let label = value.label { labels[label.name] = label.value }
        let pairs = labels.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        let key = OTLPSeriesKey(service: origin.service, metric: name + value.suffix, labels: pairs)
        series[key, default: OTLPSeries(name: name + value.suffix, unit: value.unit, labels: labels, mark: target.mark)]
            .samples.append(.init(target.time, value.value))
    }

    private func number(_ point: JSONValue) -> [Value] {
        if let value = OTLPValue.number(point["asDouble"]) { return [Value(unit: unit, value: value)] }
        return OTLPValue.integer(point["asInt"]).map { [Value(unit: unit, value: Double($0))] } ?? []
    }

    private func distribution(_ point: JSONValue) -> [Value] {
        guard let count = OTLPValue.number(point["count"]) else { return [] }
        var values = [Value(suffix: "_count", unit: .count, value: count)]
        if let sum = OTLPValue.number(point["sum"]) { values.append(Value(suffix: "_sum", unit: unit, value: sum)) }
        let bounds = (point["explicitBounds"]?.array ?? []).map(OTLPValue.number)
        let counts = (point["bucketCounts"]?.array ?? []).map(OTLPValue.number)
        if !counts.isEmpty, counts.count == bounds.count + 1 {
            var total = 0.0
            for (index, own) in counts.enumerated() {
                let bound = index < bounds.count ? bounds[index].map { "\($0)" } : "+Inf"
                guard let own, let bound else { break }
                total += own
                values.append(Value(suffix: "_bucket", unit: .count, label: ("le", bound), value: total))
            }
        }
        for quantile in point["quantileValues"]?.array ?? [] {
            guard let share = OTLPValue.number(quantile["quantile"] ?? 0), let value = OTLPValue.number(quantile["value"] ?? 0)
            else { continue }
            values.append(Value(unit: unit, label: ("quantile", "\(share)"), value: value))
        }
        return values
    }
}
