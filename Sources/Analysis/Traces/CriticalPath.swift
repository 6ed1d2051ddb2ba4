import Core

/// Where the time of a trace went: the stretches that its end waited for, each given to the deepest span that was at work.
struct CriticalPath: Sendable {
    struct Part: Sendable, Equatable {
        /// The span's place in its tree.
        var place: Int
        var seconds: Double
    }
    /// The longest first.
    private(set) var parts: [Part] = []
    /// Of the root.
    private(set) var seconds = 0.0

    /// From the end of the longest root backwards: at each moment the child that ended last holds the time, down to the deepest.
    init(_ tree: SpanTree) {
        guard let root = tree.roots.max(by: { tree.spans[$0].seconds < tree.spans[$1].seconds }) else { return }
        seconds = tree.spans[root].seconds
        var spent = [Int64](repeating: 0, count: tree.spans.count)
        var open: [(place: Int, from: Int64, to: Int64)] = [
            (root, tree.spans[root].start.nanoseconds, tree.spans[root].endNanoseconds)
        ]
        while let (place, from, to) = open.popLast() {
            var cursor = to
            for child in tree.children[place].sorted(by: { tree.spans[$0].endNanoseconds > tree.spans[$1].endNanoseconds }) {
                let end = min(tree.spans[child].endNanoseconds, cursor)
                let start = max(tree.spans[child].start.nanoseconds, from)
                guard start < end else { continue }
                spent[place] = CriticalPath.sum(spent[place], cursor, end)
                open.append((child, start, end))
                cursor = start
            }
            spent[place] = CriticalPath.sum(spent[place], cursor, from)
        }
        parts = spent.indices.filter { spent[$0] > 0 }.map { Part(place: $0, seconds: Double(spent[$0]) / 1e9) }
            .sorted { ($1.seconds, $0.place) < ($0.seconds, $1.place) }
    }

    private static func sum(_ sum: Int64, _ later: Int64, _ earlier: Int64) -> Int64 {
        let (distance, overflow) = later.subtractingReportingOverflow(earlier)
        let (result, isTooMuch) = sum.addingReportingOverflow(overflow ? 0 : max(0, distance))
        return isTooMuch ? .max : result
    }
}
