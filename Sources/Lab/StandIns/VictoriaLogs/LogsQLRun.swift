import Core

/// Runs pipes over rows.
enum LogsQLRun {
    static func run(_ pipes: [LogsQLPipe], _ rows: [LogRow]) -> [LogRow] {
        pipes.reduce(rows) { apply($1, $0) }
    }

    private static func apply(_ pipe: LogsQLPipe, _ rows: [LogRow]) -> [LogRow] {
        switch pipe {
        case .filter(let filter): rows.filter(filter.keeps)
        case .sort(let keys, let offset, let limit):
            Array(sorted(rows, keys).dropFirst(offset).prefix(limit ?? .max))
        case .limit(let count): Array(rows.prefix(count))
        case .offset(let count): Array(rows.dropFirst(count))
        case .fields(let names): names.contains("*") ? rows : each(rows) { $0.keep(names) }
        case .delete(let names): each(rows) { $0.remove(Set(names)) }
        case .copy(let pairs): each(rows) { row in for (old, new) in pairs { row[new] = row[old] } }
        case .rename(let pairs):
            each(rows) { row in
                for (old, new) in pairs {
                    row[new] = row[old]
                    row.remove([old])
                }
            }
        case .unpack(let isJSON, let from, let fields): each(rows) { unpack(&$0, isJSON: isJSON, from: from, fields: fields) }
        case .collapseNumbers(let field, let prettify):
            each(rows) { $0[field] = NumberCollapse.collapse($0[field], prettify: prettify) }
        case .stats(let groups, let stats): self.stats(rows, groups, stats)
        case .top(let limit, let names):
            Array(
                counted(rows, names).sorted { left, right in
                    let (more, less) = (Int(left["hits"]) ?? 0, Int(right["hits"]) ?? 0)
                    return more != less ? more > less : left.json < right.json
                }.prefix(limit))
        case .unique(let names, let withHits):
            withHits ? counted(rows, names) : each(counted(rows, names)) { $0.remove(["hits"]) }
        }
    }

    private static func each(_ rows: [LogRow], _ change: (inout LogRow) -> Void) -> [LogRow] {
        var rows = rows
        for index in rows.indices { change(&rows[index]) }
        return rows
    }

    private static func sorted(_ rows: [LogRow], _ keys: [(field: String, descending: Bool)]) -> [LogRow] {
        let places = rows.indices.sorted { left, right in
            for key in keys {
                let (one, other) = key.descending ? (rows[right], rows[left]) : (rows[left], rows[right])
                if key.field == "_time", one.time != other.time { return one.time < other.time }
                let (value, second) = (one[key.field], other[key.field])
                if value != second { return LogRow.precedes(value, second) }
            }
            return left < right
        }
        return places.map { rows[$0] }
    }

    private static func unpack(_ row: inout LogRow, isJSON: Bool, from: String, fields: [String]?) {
        var found: [(name: String, value: String)] = []
        if isJSON {
            guard let object = (try? JSONValue(parsing: row[from]))?.object else { return }
            found = object.members.map { ($0.name, $0.value.string ?? $0.value.compact) }
        } else {
            found = Logfmt.pairs(row[from])
        }
        for pair in found where fields?.contains(pair.name) != false { row[pair.name] = pair.value }
    }

    private static func stats(_ rows: [LogRow], _ groups: [LogsQLGroup], _ stats: [LogsQLStat]) -> [LogRow] {
        var order: [[String]] = []
        var byKey: [[String]: [LogRow]] = [:]
        for row in rows {
            let key = groups.map { group in
                guard let step = group.step, group.field == "_time" else { return row[group.field] }
                return LogRow.text(bucket(row.time, step))
            }
            if byKey[key] == nil { order.append(key) }
            byKey[key, default: []].append(row)
        }
        if groups.isEmpty, order.isEmpty {
            order = [[]]
            byKey[[]] = []
        }
        return order.map { key in
            let members = byKey[key] ?? []
            var row = LogRow(zip(groups, key).map { ($0.field, $1) })
            if let place = groups.firstIndex(where: { $0.field == "_time" }) {
                row.time = Instant(rfc3339: key[place])?.nanoseconds ?? 0
            }
            for stat in stats { row[stat.name] = stat.value(members) }
            return row
        }
    }

    /// The start of the bucket in which a time lies.
    static func bucket(_ time: Int64, _ step: Int64) -> Int64 { step > 0 ? time - ((time % step) + step) % step : time }

    private static func counted(_ rows: [LogRow], _ names: [String]) -> [LogRow] {
        let stat = LogsQLStat(function: .count, fields: [], name: "hits")
        return stats(rows, names.map { LogsQLGroup(field: $0, step: nil) }, [stat])
    }
}
