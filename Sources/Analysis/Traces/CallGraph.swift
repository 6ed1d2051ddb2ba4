public import Core

/// Who calls whom, how often and with what end, counted in traces. The client's span and the server's span of one call are one call.
public struct CallGraph: Sendable {
    public struct Edge: Sendable, Hashable {
        public var caller: String
        public var callee: String
        public var calls = 0
        public var errors = 0
        /// Calls of which the called side has no span.
        public var unanswered = 0
        /// Seconds that each call took as its caller saw it, where the caller has a span.
        public var durations: [Double] = []
        /// The same without the calls that the called side made in turn, each in seconds.
        public var own: [Double] = []
        /// When the first and the last of the calls began.
        public var from: Instant
        public var to: Instant

        /// Share of the calls that failed, 0 to 1.
        public var errorShare: Double { calls > 0 ? Double(errors) / Double(calls) : 0 }
        /// Calls a second between the first and the last, of the traces that were read: never more than there were.
        public var rate: Double? { calls > 1 && to > from ? Double(calls - 1) / to.seconds(since: from) : nil }
    }

    private struct Key: Hashable {
        var caller, callee: String
    }

    /// By caller, then by callee.
    public private(set) var edges: [Edge] = []
    /// Services that have a span of their own in some trace.
    public private(set) var instrumented: Set<String> = []

    /// Of all traces that the evidence holds.
    public init(of evidence: [Evidence]) {
        var traces: [SpanTree] = []
        var seen: Set<String> = []
        for item in evidence {
            guard case .trace(let trace) = item.observation, seen.insert(trace.id).inserted else { continue }
            traces.append(SpanTree(trace.spans))
        }
        self.init(traces)
    }

    init(_ traces: [SpanTree]) {
        for tree in traces { instrumented.formUnion(tree.spans.map(\.service)) }
        instrumented.remove("")
        var found: [Key: Edge] = [:]
        for tree in traces { add(tree, to: &found) }
        edges = found.values.sorted { ($0.caller, $0.callee) < ($1.caller, $1.callee) }
        for index in edges.indices {
            edges[index].durations.sort()
            edges[index].own.sort()
        }
    }

    /// As the topology takes them.
    public var dependencies: [Dependency] { edges.map { Dependency(caller: $0.caller, callee: $0.callee) } }

    private func add(_ tree: SpanTree, to found: inout [Key: Edge]) {
        let reaches = tree.reachesOthers
        var own = tree.spans.map(\.seconds)
        // The nearest span above, or the span itself, that stands for a call.
        var call = [Int?](repeating: nil, count: tree.spans.count)
        for place in tree.order {
            let above = tree.parents[place].flatMap { call[$0] }
            guard side(of: place, tree, reaches) else {
                call[place] = above
                continue
            }
            call[place] = place
            if let above { own[above] = max(0, own[above] - tree.spans[place].seconds) }
        }
        for (place, span) in tree.spans.enumerated() where !span.service.isEmpty {
            if let child = tree.foreignChild(of: place) {
                let callee = tree.spans[child]
                let side = span.isCall ? span : callee
                count(span.service, callee.service, side, own[span.isCall ? place : child], isAnswered: true, in: &found)
            } else if span.isCall, !reaches[place], let peer = span.peer {
                let name = service(named: peer)
                if name != span.service { count(span.service, name, span, own[place], isAnswered: false, in: &found) }
            }
        }
    }

    /// Does the span stand for a call: the caller's, or the called side's where the caller has none?
    private func side(of place: Int, _ tree: SpanTree, _ reaches: [Bool]) -> Bool {
        let span = tree.spans[place]
        if span.isCall { return tree.foreignChild(of: place) != nil || !reaches[place] }
        guard let parent = tree.parents[place] else { return false }
        return tree.spans[parent].service != span.service && !tree.spans[parent].isCall
    }

    private func count(
        _ caller: String, _ callee: String, _ side: Span, _ own: Double, isAnswered: Bool, in found: inout [Key: Edge]
    ) {
        let key = Key(caller: caller, callee: callee)
        var edge =
            found.removeValue(forKey: key) ?? Edge(caller: caller, callee: callee, from: side.start, to: side.start)
        edge.calls += 1
        if side.isFailed { edge.errors += 1 }
        if !isAnswered { edge.unanswered += 1 }
        edge.durations.append(side.seconds)
        edge.own.append(own)
        edge.from = min(edge.from, side.start)
        edge.to = max(edge.to, side.start)
        found[key] = edge
    }

    /// `checkout.shop.svc.cluster.local` is `checkout`, where a service of that name has spans; a name of the outside world stays whole.
    func service(named peer: String) -> String {
        if instrumented.contains(peer) { return peer }
        let label = peer.split(separator: ".").first.map(String.init) ?? peer
        return instrumented.contains(label) && !label.isEmpty ? label : peer
    }
}
