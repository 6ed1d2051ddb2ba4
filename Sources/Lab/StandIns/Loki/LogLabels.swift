/// Labels sorted by name, with their JSON, by which they are compared and ordered.
struct LogLabels: Sendable {
    let pairs: [(name: String, value: String)]
    let json: String

    /// `pairs` are sorted by name.
    init(_ pairs: [(name: String, value: String)]) {
        self.pairs = pairs
        var writer = JSONBytes()
        writer.write(pairs)
        json = String(decoding: writer.bytes, as: UTF8.self)
    }

    static func sorted(_ labels: [String: String]) -> [(name: String, value: String)] {
        labels.map { (name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    /// A stream's sorted labels with a line's metadata among them, which wins.
    static func merged(
        _ labels: [(name: String, value: String)], _ metadata: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        var merged = labels
        for pair in metadata {
            let place = merged.partition { $0.name >= pair.name }
            if place < merged.count, merged[place].name == pair.name {
                merged[place].value = pair.value
            } else {
                merged.insert(pair, at: place)
            }
        }
        return merged
    }

    func grouped(_ grouping: Aggregation.Grouping) -> LogLabels {
        switch grouping {
        case .none: LogLabels([])
        case .by(let names): LogLabels(pairs.filter { names.contains($0.name) })
        case .without(let names): LogLabels(pairs.filter { !names.contains($0.name) })
        }
    }
}
