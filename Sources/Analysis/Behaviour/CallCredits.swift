/// Calls that are longer on their way than before, shared out between the two services at their ends.
///
/// A slow way between two services says nothing of which end is slow. The other calls of each do: the end whose other calls are slow too
/// is the likelier one, and an end whose other calls are as fast as ever is hardly it.
struct CallCredits {
    struct Share {
        var nats = 0.0
        var reasons: [String: Double] = [:]
    }
    private struct Edge: Hashable {
        var caller, callee: String
    }
    private struct Tally {
        var calls = 0
        var slow = 0
        var nats = 0.0
    }
    private var edges: [Edge: Tally] = [:]

    /// One call, with what its slowness says; 0 where it is not slow.
    mutating func add(_ operation: SpanRecord.Operation, _ nats: Double) {
        let edge = Edge(caller: operation.service, callee: operation.callee)
        edges[edge, default: Tally()].calls += 1
        if nats > 0 {
            edges[edge, default: Tally()].slow += 1
            edges[edge, default: Tally()].nats += nats
        }
    }

    func shares() -> [String: Share] {
        var all: [String: Tally] = [:]
        for (edge, tally) in edges {
            for service in [edge.caller, edge.callee] {
                all[service, default: Tally()].calls += tally.calls
                all[service, default: Tally()].slow += tally.slow
            }
        }
        var result: [String: Share] = [:]
        for (edge, tally) in edges.sorted(by: { ($0.key.caller, $0.key.callee) < ($1.key.caller, $1.key.callee) })
        where tally.nats > 0 {
            func otherSlow(_ service: String) -> Double {
                let calls = (all[service]?.calls ?? 0) - tally.calls
                let slow = (all[service]?.slow ?? 0) - tally.slow
                return (Double(slow) + 0.5) / (Double(calls) + 1)
            }
            let (caller, callee) = (otherSlow(edge.caller), otherSlow(edge.callee))
            let share = caller / (caller + callee)
            add(tally.nats * share, "calls to \(edge.callee) are longer on their way", to: edge.caller, &result)
            add(tally.nats * (1 - share), "calls from \(edge.caller) are longer on their way", to: edge.callee, &result)
        }
        return result
    }

    private func add(_ nats: Double, _ reason: String, to service: String, _ result: inout [String: Share]) {
        result[service, default: Share()].nats += nats
        result[service, default: Share()].reasons[reason, default: 0] += nats
    }
}
