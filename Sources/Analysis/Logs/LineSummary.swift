public import Core
import LogTemplates

/// Log lines as the shapes that they have, each with how often, from when to when, and an example.
public struct LineSummary: Sendable {
    public struct Shape: Sendable, Hashable {
        /// With `<*>` for what varies.
        public var text: String
        public var count: Int
        public var first: Instant
        public var last: Instant
        /// The first line of the shape.
        public var example: LogLines.Line
    }

    /// The most frequent first, then by text.
    public private(set) var shapes: [Shape] = []

    public init(_ logs: LogLines) {
        var miner = LogRecordMiner(baselineEnd: nil)
        let kinds = logs.lines.map { miner.add($0.text, time: $0.time.seconds) }
        let templates = miner.finish().templates
        var found: [Int: Shape] = [:]
        for (line, kind) in zip(logs.lines, kinds) {
            let id = miner.id(of: kind)
            if var shape = found[id] {
                shape.count += 1
                if line.time < shape.first {
                    shape.first = line.time
                    shape.example = line
                }
                shape.last = max(shape.last, line.time)
                found[id] = shape
            } else {
                found[id] = Shape(text: "", count: 1, first: line.time, last: line.time, example: line)
            }
        }
        shapes = templates.compactMap { template in
            found[template.id].map {
                Shape(text: template.text, count: $0.count, first: $0.first, last: $0.last, example: $0.example)
            }
        }.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }
}
