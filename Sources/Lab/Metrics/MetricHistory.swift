import Core

/// One family of back-filled series, in OpenMetrics' terms.
struct HistoryFamily: Sendable {
    /// Without `_total` for a counter.
    var name: String
    var type: String
    var help: String
    var series: [HistorySeries]
}

/// One series. Values are in thousandths, so that they are written without a detour through decimal floating point.
struct HistorySeries: Sendable {
    /// The sample's name and labels, as they stand before the value.
    var head: String
    /// The position of the first sample on the history's grid.
    var start: Int
    var thousandths: [Int64]

    /// Stands where there is no sample.
    static let absent = Int64.min
}

/// All back-filled series of a scenario, or of an estate.
struct MetricHistory: Sendable {
    /// Seconds since the epoch of the first sample, and between samples.
    let first: Int64
    let step: Int64
    let count: Int
    private(set) var families: [HistoryFamily]

    init(first: Int64, step: Int64, count: Int, families: [HistoryFamily]) {
        self.first = first
        self.step = step
        self.count = count
        self.families = families
    }

    init(_ scenario: Scenario, day: ScenarioDay) {
        first = day.seconds(scenario.history.from)
        step = scenario.history.stepSeconds
        count = Int((day.seconds(scenario.history.to) - first) / step) + 1
        families = []
        let services = scenario.services.filter { $0.batch != true }.map {
            ServiceHistory($0, scenario: scenario, day: day, first: first, count: count)
        }
        let names = scenario.metricNames
        families.append(
            HistoryFamily(
                name: Self.withoutTotal(names.requests), type: "counter", help: "Requests by status code.",
                series: services.flatMap(\.requests)))
        families.append(
            HistoryFamily(
                name: names.duration, type: "histogram", help: "Time to answer a request.",
                series: services.flatMap(\.duration)))
        for family in scenario.metrics { families.append(extra(family, scenario, day)) }
        families += alerts(scenario, day)
    }

    static func withoutTotal(_ name: String) -> String { name.hasSuffix("_total") ? String(name.dropLast(6)) : name }

    /// `name{a="b",c="d"}` with the labels sorted by name.
    static func head(_ name: String, _ labels: [String: String]) -> String {
        let pairs = labels.sorted { $0.key < $1.key }.map { label in
            let escaped = label.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(label.key)=\"\(escaped)\""
        }
        return "\(name){\(pairs.joined(separator: ","))}"
    }

    private func extra(_ family: MetricFamily, _ scenario: Scenario, _ day: ScenarioDay) -> HistoryFamily {
        let staged = Set(scenario.services.map(\.name))
        var wanted: [(labels: [String: String], curve: Curve)] = []
        if let curve = family.everyService {
            wanted += scenario.services.map { (ServiceHistory.labels($0.name), curve) }
        }
        for series in family.series ?? [] where series.labels["service"].map(staged.contains) ?? true {
            var labels = series.labels
            if let service = labels["service"] { labels.merge(ServiceHistory.labels(service)) { own, _ in own } }
            wanted.append((labels, series.curve))
        }
        let series = wanted.map { labels, curve in
            let head = Self.head(family.name, labels)
            let trace = Trace(curve, day: day, seed: scenario.seed ^ Noise.hash(head))
            let values = family.type == .counter ? counter(trace) : gauge(trace, digits: family.unitDigits ?? 0)
            return HistorySeries(head: head, start: 0, thousandths: values)
        }
        return HistoryFamily(
            name: family.type == .counter ? Self.withoutTotal(family.name) : family.name, type: family.type.rawValue,
            help: family.help, series: series)
    }

    private func gauge(_ trace: Trace, digits: Int) -> [Int64] {
        let unit: Double = digits == 0 ? 1000 : digits == 1 ? 100 : digits == 2 ? 10 : 1
        return (0..<count).map { index in
            Int64((trace.value(at: first + Int64(index) * step) * 1000 / unit).rounded() * unit)
        }
    }

    private func counter(_ trace: Trace) -> [Int64] {
        var sum = 0.0
        return (0..<count).map { index in
            sum += trace.value(at: first + Int64(index) * step - step / 2) * Double(step)
            return Int64(sum.rounded(.down)) * 1000
        }
    }

    private func alerts(_ scenario: Scenario, _ day: ScenarioDay) -> [HistoryFamily] {
        var states: [HistorySeries] = []
        var since: [HistorySeries] = []
        for fired in scenario.alerting.fired {
            let active = fired.pendingFrom ?? fired.from
            if let pending = fired.pendingFrom {
                states.append(constant("ALERTS", fired.labels, state: "pending", pending, fired.from, 1, day, closed: false))
            }
            states.append(constant("ALERTS", fired.labels, state: "firing", fired.from, fired.to, 1, day, closed: true))
            since.append(
                constant("ALERTS_FOR_STATE", fired.labels, state: nil, active, fired.to, day.seconds(active), day, closed: true)
            )
        }
        return [
            HistoryFamily(name: "ALERTS", type: "gauge", help: "Pending and firing alerts.", series: states),
            HistoryFamily(name: "ALERTS_FOR_STATE", type: "gauge", help: "Since when an alert is active.", series: since),
        ]
    }

    private func constant(
        _ name: String, _ labels: [String: String], state: String?, _ from: When, _ to: When, _ value: Int64,
        _ day: ScenarioDay, closed: Bool
    ) -> HistorySeries {
        var labels = labels
        labels["alertstate"] = state
        let start = Int((day.seconds(from) - first + step - 1) / step)
        let end = Int((day.seconds(to) - first) / step) + (closed ? 1 : 0)
        return HistorySeries(
            head: Self.head(name, labels), start: start, thousandths: Array(repeating: value * 1000, count: max(0, end - start))
        )
    }
}
