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
        for index in edges.indices { edges[index].durations.sort() }
    }

    /// As the topology takes them.
    public var dependencies: [Dependency] { edges.map { Dependency(caller: $0.caller, callee: $0.callee) } }

    private func add(_ tree: SpanTree, to found: inout [Key: Edge]) {
        let reaches = tree.reachesOthers
        for (place, span) in tree.spans.enumerated() where !span.service.isEmpty {
            if let child = tree.foreignChild(of: place) {
                let callee = tree.spans[child]
                let side = span.isCall ? span : callee
                count(span.service, callee.service, side, isAnswered: true, in: &found)
            } else if span.isCall, !reaches[place], let peer = span.peer {
                let name = service(named: peer)
                if name != span.service { count(span.service, name, span, isAnswered: false, in: &found) }
            }
        }
    }

    private func count(_ caller: String, _ callee: String, _ side: Span, isAnswered: Bool, in found: inout [Key: Edge]) {
        let key = Key(caller: caller, callee: callee)
        var edge =
            found.removeValue(forKey: key) ?? Edge(caller: caller, callee: callee, from: side.start, to: side.start)
        edge.calls += 1
        if side.isFailed { edge.errors += 1 }
        if !isAnswered { edge.unanswered += 1 }
        edge.durations.append(side.seconds)
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
