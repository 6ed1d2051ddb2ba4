import Core

/// A data frame, Grafana's columnar form of a table: `{"schema": {"fields": [{"name", "type", "labels"}]},
/// "data": {"values": [[…], …], "nanos": [[…], …]}}`.
struct GrafanaFrame: Sendable {
    struct Column: Sendable {
        var name: String
        var type: String
        var labels: [String: String]
        var values: JSONArray
        /// What a time's milliseconds leave out.
        var nanoseconds: JSONArray
    }

    var columns: [Column]
    /// How many rows every column has; columns of unequal length are read as far as the shortest.
    var count: Int

    init(_ document: JSONValue) throws(ReadingError) {
        guard let fields = document["schema"]?["fields"]?.array else {
            throw ReadingError(.failed, "answered what is not a data frame")
        }
        let values = document["data"]?["values"]
        let nanoseconds = document["data"]?["nanos"]
        columns = fields.enumerated().map { position, field in
            Column(
                name: field["name"]?.string ?? "", type: field["type"]?.string ?? "",
                labels: (field["labels"]?.object ?? [:]).strings, values: values?[position]?.array ?? [],
                nanoseconds: nanoseconds?[position]?.array ?? [])
        }
        count = columns.map(\.values.count).min() ?? 0
    }

    /// Are some columns longer than others?
    var isUneven: Bool { columns.contains { $0.values.count != count } }

    func column(_ names: String...) -> Column? {
        names.lazy.compactMap { name in columns.first { $0.name.lowercased() == name } }.first
    }
}

extension GrafanaFrame.Column {
    /// The value of a row; `nil` beyond the end.
    subscript(row: Int) -> JSONValue? { values.indices.contains(row) ? values[row] : nil }

    /// The time of a row: milliseconds of the epoch, with nanoseconds where the frame has them, or an RFC 3339 text.
    func time(_ row: Int) -> Stamp? {
        if let text = self[row]?.string { return Stamp(rfc3339: text) }
        guard let instant = GrafanaAPI.instant(milliseconds: self[row]) else { return nil }
        guard nanoseconds.indices.contains(row), let more = nanoseconds[row].int, (1..<1_000_000).contains(more) else {
            return Stamp(instant, precision: .milliseconds)
        }
        return Stamp(Instant(nanoseconds: instant.nanoseconds + more), precision: .nanoseconds)
    }
}
