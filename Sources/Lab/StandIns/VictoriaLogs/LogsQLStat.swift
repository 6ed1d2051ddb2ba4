/// One number of a `stats` pipe.
struct LogsQLStat: Sendable {
    enum Function: String, Sendable {
        case count, countUnique = "count_uniq", min, max, sum, average = "avg", quantile, median
    }

    var function: Function
    var fields: [String]
    var phi = 0.5
    var condition: LogsQLFilter?
    var name: String

    func value(_ rows: [LogRow]) -> String {
        let rows = condition.map { filter in rows.filter(filter.keeps) } ?? rows
        let values = rows.flatMap { row in fields.map { row[$0] } }.filter { !$0.isEmpty }
        switch function {
        case .count: return String(fields.isEmpty ? rows.count : rows.count { row in fields.contains { !row[$0].isEmpty } })
        case .countUnique:
            return String(Set(rows.map { row in fields.map { row[$0] } }.filter { $0.contains { !$0.isEmpty } }).count)
        case .min where fields == ["_time"]: return rows.min { $0.time < $1.time }?["_time"] ?? ""
        case .max where fields == ["_time"]: return rows.max { $0.time < $1.time }?["_time"] ?? ""
        case .min: return values.min(by: LogRow.precedes) ?? ""
        case .max: return values.max(by: LogRow.precedes) ?? ""
        case .sum: return Self.text(values.compactMap { Double($0) }.reduce(0, +))
        case .average:
            let numbers = values.compactMap { Double($0) }
            return numbers.isEmpty ? "NaN" : Self.text(numbers.reduce(0, +) / Double(numbers.count))
        case .quantile, .median:
            let sorted = values.sorted(by: LogRow.precedes)
            guard !sorted.isEmpty else { return "" }
            return sorted[Swift.min(sorted.count - 1, Int(phi * Double(sorted.count)))]
        }
    }

    private static func text(_ value: Double) -> String { LokiStandIn.number(value) }
}
