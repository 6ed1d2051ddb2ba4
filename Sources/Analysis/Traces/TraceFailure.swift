import Core

/// The span of a trace that failed first: a failed one below which none failed. Of several, one whose failure went all the way up
/// comes before one that was handled, and then the one that ended first.
struct TraceFailure: Sendable {
    /// What is known of the side that a failed call was made to.
    enum FarSide: Sendable, Equatable {
        /// The span is no call.
        case none
        /// The called service has a span, which did not fail.
        case answered(service: String)
        /// The called service has spans elsewhere, and none of this call: it was not reached, or its span was lost.
        case missing(service: String)
        /// No span of it is in any trace that was read: whether it answered cannot be told.
        case unseen(service: String)
        /// A call that does not say whom it calls.
        case unnamed
    }

    var trace: KnownTrace
    /// Its place among the trace's spans.
    var place: Int
    /// Did every span above it fail too?
    var isPropagated: Bool
    var farSide: FarSide

    var span: Span { trace.spans[place] }
    var service: String { span.service }

    /// The service that the failed call was made to.
    var callee: String? {
        switch farSide {
        case .answered(let service), .missing(let service), .unseen(let service): service
        case .none, .unnamed: nil
        }
    }

    init?(_ trace: KnownTrace, graph: CallGraph) {
        let tree = trace.tree
        var reaches = [Bool](repeating: false, count: tree.spans.count)
        for place in tree.order where tree.spans[place].isFailed {
            reaches[place] = tree.parents[place].map { reaches[$0] } ?? true
        }
        let deepest = tree.spans.indices.filter { place in
            tree.spans[place].isFailed && !tree.children[place].contains { tree.spans[$0].isFailed }
        }
        let first = deepest.min { left, right in
            if reaches[left] != reaches[right] { return reaches[left] }
            let (one, other) = (tree.spans[left], tree.spans[right])
            return (one.endNanoseconds, one.start, one.id) < (other.endNanoseconds, other.start, other.id)
        }
        guard let first else { return nil }
        self.trace = trace
        place = first
        isPropagated = reaches[first]
        let span = tree.spans[first]
        if let child = tree.foreignChild(of: first) {
            farSide = .answered(service: tree.spans[child].service)
        } else if span.isCall {
            let peer = span.peer.map(graph.service(named:))
            farSide = peer.map { graph.instrumented.contains($0) ? .missing(service: $0) : .unseen(service: $0) } ?? .unnamed
        } else {
            farSide = .none
        }
    }
}
