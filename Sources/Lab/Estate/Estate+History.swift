/// The series of an estate as they are back-filled.
extension Estate {
    /// What is on the grid, and what has samples every minute.
    var histories: (coarse: MetricHistory, fast: MetricHistory) {
        let count = EstateGrid.count
        let coarse = families(series.filter { $0.step == EstateGrid.step }) + alertFamilies
        return (
            MetricHistory(first: grid.first, step: EstateGrid.step, count: count, families: coarse),
            MetricHistory(
                first: grid.first, step: 60, count: (count - 1) * 5 + 1, families: families(series.filter { $0.step == 60 }))
        )
    }

    private func families(_ series: [EstateSeries]) -> [HistoryFamily] {
        var order: [String] = []
        var byName: [String: [HistorySeries]] = [:]
        for one in series {
            if byName[one.name] == nil { order.append(one.name) }
            let values = one.values.map { $0.isNaN ? HistorySeries.absent : Int64(($0 * 1000).rounded()) }
            byName[one.name, default: []].append(
                HistorySeries(head: MetricHistory.head(one.name, one.labels), start: 0, thousandths: values))
        }
        return order.map { HistoryFamily(name: $0, type: "unknown", help: "Made up.", series: byName[$0] ?? []) }
    }

    /// `ALERTS` and `ALERTS_FOR_STATE`, as the rules would have written them.
    private var alertFamilies: [HistoryFamily] {
        var states: [HistorySeries] = []
        var since: [HistorySeries] = []
        for stretch in rules.flatMap(\.stretches) {
            let end = stretch.active.upperBound
            let firing = min(stretch.firing, end)
            for (state, range) in [("pending", stretch.active.lowerBound..<firing), ("firing", firing..<end)]
            where !range.isEmpty {
                let labels = stretch.labels.merging(["alertstate": state]) { $1 }
                states.append(
                    HistorySeries(
                        head: MetricHistory.head("ALERTS", labels), start: range.lowerBound,
                        thousandths: Array(repeating: 1000, count: range.count)))
            }
            since.append(
                HistorySeries(
                    head: MetricHistory.head("ALERTS_FOR_STATE", stretch.labels), start: stretch.active.lowerBound,
                    thousandths: Array(repeating: grid.seconds(stretch.active.lowerBound) * 1000, count: stretch.active.count)))
        }
        return [
            HistoryFamily(name: "ALERTS", type: "unknown", help: "Pending and firing alerts.", series: states),
            HistoryFamily(name: "ALERTS_FOR_STATE", type: "unknown", help: "Since when an alert is active.", series: since),
        ]
    }
}
