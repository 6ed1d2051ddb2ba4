/// What a LogsQL query makes of the rows that it keeps.
enum LogsQLPipe: Sendable {
    case filter(LogsQLFilter)
    case sort([(field: String, descending: Bool)], offset: Int, limit: Int?)
    case limit(Int)
    case offset(Int)
    case fields([String])
    case delete([String])
    /// Pairs of an old and a new name.
    case copy([(String, String)])
    case rename([(String, String)])
    case unpack(isJSON: Bool, from: String, fields: [String]?)
    case collapseNumbers(field: String, prettify: Bool)
    case stats([LogsQLGroup], [LogsQLStat])
    /// Values of fields by how often they occur.
    case top(Int, [String])
    case unique([String], counted: Bool)
}

/// What rows are grouped by; for `_time`, in steps of so many nanoseconds.
struct LogsQLGroup: Sendable {
    var field: String
    var step: Int64?
}

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
