public import Core

/// A trace as a reader sees it: its spans from the root down, each with how deep it lies.
public struct TraceOutline: Sendable {
    public struct Row: Sendable, Hashable {
        public var span: Span
        /// 0 for a root.
        public var depth: Int
        public var isFailed: Bool
        /// Did the trace fail here first?
        public var isFirstFailure: Bool
        /// Seconds from the trace's start to the span's.
        public var offset: Double
        /// Seconds.
        public var seconds: Double
    }

    public private(set) var rows: [Row] = []
    /// Spans beyond the limit.
    public private(set) var leftOut = 0
    /// Seconds from the first start to the last end.
    public private(set) var seconds = 0.0

    /// - Parameter limit: rows at most.
    public init(_ trace: Trace, limit: Int = 40) {
        let tree = SpanTree(trace.spans)
        guard let start = tree.spans.map(\.start).min(), let end = tree.spans.map(\.end).max() else { return }
        seconds = end.seconds(since: start)
        let known = KnownTrace(id: trace.id, tree: tree, evidence: [], isWhole: true)
        let failure = TraceFailure(known, graph: CallGraph([tree]))
        var open = tree.roots.reversed().map { (place: $0, depth: 0) }
        while let (place, depth) = open.popLast() {
            open += tree.children[place].reversed().map { (place: $0, depth: depth + 1) }
            guard rows.count < limit else {
                leftOut += 1
                continue
            }
            let span = tree.spans[place]
            rows.append(
                Row(
                    span: span, depth: depth, isFailed: span.isFailed, isFirstFailure: failure?.place == place,
                    offset: span.start.seconds(since: start), seconds: span.seconds))
        }
    }
}
