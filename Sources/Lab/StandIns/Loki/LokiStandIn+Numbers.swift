import Core

/// Counting and adding up.
extension LokiStandIn {
    struct Series {
        var labels: LogLabels
        var points: [(time: Int64, value: Double)]
    }

    func evaluate(_ query: LogQL, at times: [Int64]) -> [Series] {
        switch query {
        case .lines: return []
        case .range(let function, let selector, let range, let offset):
            return overRange(function, selector, range: range, offset: offset, at: times)
        case .aggregate(let aggregation, let inner):
            // Whole numbers add up to the same in any order, so that their sum needs no series of its own for each line.
            if aggregation.operation == .sum, case .range(let function, let selector, let range, let offset) = inner,
                function == .count || function == .bytes
            {
                return overRange(
                    function, selector, range: range, offset: offset, at: times, grouping: aggregation.grouping)
            }
            return aggregate(aggregation, evaluate(inner, at: times), at: times)
        }
    }

    /// At each time t, what lies in (t - range, t]. With `grouping`, added up over its groups.
    private func overRange(
        _ function: RangeFunction, _ selector: LogSelector, range: Int64, offset: Int64, at times: [Int64],
        grouping: Aggregation.Grouping? = nil
    ) -> [Series] {
        guard let first = times.first, let last = times.last else { return [] }
        let bytes = function == .bytes || function == .bytesRate
        var groups: [(labels: LogLabels, values: [(time: Int64, value: Double)])] = []
        var byLabels: [String: Int] = [:]
        for selection in select(selector, from: first - offset - range + 1, to: last - offset + 1) {
            let lines = selection.lines
            let own = LogLabels.sorted(logs.streams[selection.stream].labels)
            var byKind: [UInt32: Int] = [:]
            let alike = grouping.map { Self.isSame($0, for: lines.metadata) } ?? false
            let shared = selector.stages.isEmpty && !bytes ? lines.sharedKind : nil
            for position in 0..<selection.count {
                let index = selection[position]
                let kind = shared ?? (alike ? 0 : lines.kinds[index])
                var group = byKind[kind]
                if group == nil {
                    var labels = LogLabels(LogLabels.merged(own, lines.metadata[Int(shared ?? lines.kinds[index])]))
                    if let grouping { labels = labels.grouped(grouping) }
                    group = byLabels[labels.json] ?? groups.count
                    if group == groups.count { groups.append((labels, [])) }
                    byKind[kind] = group
                    byLabels[labels.json] = group
                }
                let value = bytes ? Double(lines.size(of: index..<index + 1)) : 1
                groups[group ?? 0].values.append((lines.times[index] + offset, value))
            }
        }
        let divisor = function == .rate || function == .bytesRate ? Double(range) / 1e9 : 1
        return Self.sorted(
            groups.map { Series(labels: $0.labels, points: Self.slide($0.values, range: range, divisor: divisor, at: times)) })
    }

    /// Whether lines of one stream fall into one group, whatever their metadata.
    private static func isSame(_ grouping: Aggregation.Grouping, for metadata: [[(name: String, value: String)]]) -> Bool {
        switch grouping {
        case .none: true
        case .by(let names): !metadata.contains { $0.contains { names.contains($0.name) } }
        case .without(let names): metadata.allSatisfy { $0.allSatisfy { names.contains($0.name) } }
        }
    }

    private static func slide(
        _ values: [(time: Int64, value: Double)], range: Int64, divisor: Double, at times: [Int64]
    ) -> [(time: Int64, value: Double)] {
        let values = values.sorted { $0.time < $1.time }
        guard let first = values.first else { return [] }
        var points: [(time: Int64, value: Double)] = []
        var (low, high, sum) = (0, 0, 0.0)
        for time in times[times.partition { $0 >= first.time }...] {
            while high < values.count, values[high].time <= time {
                sum += values[high].value
                high += 1
            }
            while low < high, values[low].time <= time - range {
                sum -= values[low].value
                low += 1
            }
            if high > low { points.append((time, sum / divisor)) }
            if low == values.count { break }
        }
        return points
    }

    private func aggregate(_ aggregation: Aggregation, _ series: [Series], at times: [Int64]) -> [Series] {
        if aggregation.operation == .topk || aggregation.operation == .bottomk { return top(aggregation, series, times) }
        var groups: [(labels: LogLabels, points: [Int64: [Double]])] = []
        var byLabels: [String: Int] = [:]
        for one in series {
            let labels = one.labels.grouped(aggregation.grouping)
            let group = byLabels[labels.json] ?? groups.count
            if group == groups.count { groups.append((labels, [:])) }
            byLabels[labels.json] = group
            for point in one.points { groups[group].points[point.time, default: []].append(point.value) }
        }
        return Self.sorted(
            groups.map { labels, points in
                Series(
                    labels: labels,
                    points: points.sorted { $0.key < $1.key }.map { ($0.key, Self.combine(aggregation.operation, $0.value)) })
            })
    }

    private func top(_ aggregation: Aggregation, _ series: [Series], _ times: [Int64]) -> [Series] {
        var kept: [Int: [(time: Int64, value: Double)]] = [:]
        for time in times {
            let present = series.indices.compactMap { index in
                series[index].points.first { $0.time == time }.map { (index: index, value: $0.value) }
            }
            let ordered = present.sorted { aggregation.operation == .topk ? $0.value > $1.value : $0.value < $1.value }
            for one in ordered.prefix(aggregation.parameter) { kept[one.index, default: []].append((time, one.value)) }
        }
        let result = kept.sorted { $0.key < $1.key }.map { Series(labels: series[$0.key].labels, points: $0.value) }
        guard times.count == 1 else { return Self.sorted(result) }
        return result.sorted { ($0.points.first?.value ?? 0) > ($1.points.first?.value ?? 0) }
    }

    private static func combine(_ operation: Aggregation.Operation, _ values: [Double]) -> Double {
        switch operation {
        case .min: values.min() ?? 0
        case .max: values.max() ?? 0
        case .avg: values.reduce(0, +) / Double(values.count)
        case .count: Double(values.count)
        default: values.reduce(0, +)
        }
    }

    private static func sorted(_ series: [Series]) -> [Series] {
        series.filter { !$0.points.isEmpty }.sorted { $0.labels.json < $1.labels.json }
    }
}
