import Core

/// How long calls took before and since the onset, edge by edge.
struct CallTimes {
    struct Side {
        /// Seconds as the caller saw them, sorted.
        var durations: [Double]
        var median: Double { Statistics.quantile(0.5, ofSorted: durations) }
        var high: Double { Statistics.quantile(0.99, ofSorted: durations) }
    }
    struct Edge {
        var caller: String
        var callee: String
        var before: Side
        var since: Side
        /// Seconds that the median call took longer.
        var added: Double { since.median - before.median }
    }

    var edges: [Edge] = []
    var before: [KnownTrace]
    var since: [KnownTrace]

    init(_ reading: TraceReading, order: FailureOrder, parameters: Parameters) {
        guard let first = order.first else {
            before = []
            since = []
            return
        }
        let start = first.time.adding(seconds: -first.step)
        before = reading.traces.filter { $0.start < start }
        since = reading.traces.filter { $0.start >= start && $0.start <= first.end }
        guard before.count >= parameters.minimumTraces, since.count >= parameters.minimumTraces else { return }
        let earlier = CallGraph(before.map(\.tree))
        for edge in CallGraph(since.map(\.tree)).edges {
            guard let known = earlier.edges.first(where: { $0.caller == edge.caller && $0.callee == edge.callee }),
                known.calls >= parameters.minimumTraces, edge.calls >= parameters.minimumTraces
            else { continue }
            edges.append(
                Edge(
                    caller: edge.caller, callee: edge.callee, before: Side(durations: known.durations),
                    since: Side(durations: edge.durations)))
        }
    }

    func edge(_ caller: String, _ callee: String) -> Edge? {
        edges.first { $0.caller == caller && $0.callee == callee }
    }

    /// The edges that the failures lie on and the one that got slowest, in the order of what they added.
    func findings(_ reading: TraceReading, parameters: Parameters) -> [Finding] {
        let failing = Set(reading.failures.compactMap { failure in failure.callee.map { failure.service + "\n" + $0 } })
        let ordered = edges.sorted { ($1.added, $0.caller, $0.callee) < ($0.added, $1.caller, $1.callee) }
        var chosen = ordered.prefix(1).filter {
            $0.added >= parameters.minimumEffect(of: .latency, unit: .seconds, level: $0.before.median)
        }
        for edge in ordered where failing.contains(edge.caller + "\n" + edge.callee) {
            if !chosen.contains(where: { $0.caller == edge.caller && $0.callee == edge.callee }) { chosen.append(edge) }
        }
        return chosen.prefix(3).map { finding(of: $0, reading, parameters) }
    }

    private func finding(of edge: Edge, _ reading: TraceReading, _ parameters: Parameters) -> Finding {
        let failed = Set(reading.failures.map(\.trace.id))
        let chosen = since.count { failed.contains($0.id) }
        let few = min(before.count, since.count) < parameters.fewTraces
        var statement =
            "Calls of \(ValueText.quotation(edge.caller, limit: 80)) to \(ValueText.quotation(edge.callee, limit: 80)) took"
            + " \(ValueText.value(edge.since.median, .seconds)) in the median since the onset, at p99"
            + " \(ValueText.value(edge.since.high, .seconds)); before, \(ValueText.value(edge.before.median, .seconds)) and"
            + " \(ValueText.value(edge.before.high, .seconds))"
        statement += " (\(since.count) traces since, \(chosen) of them failing, and \(before.count) before"
        statement += few ? ": few, so this is an indication)" : ")"
        return Finding(
            .callTime, service: edge.caller, statement: statement + ".",
            facts: [
                "caller": .text(ValueText.quotation(edge.caller, limit: 80)),
                "callee": .text(ValueText.quotation(edge.callee, limit: 80)),
                "medianSince": .duration(edge.since.median), "p99Since": .duration(edge.since.high),
                "medianBefore": .duration(edge.before.median), "p99Before": .duration(edge.before.high),
                "tracesSince": .number(Double(since.count), .count), "failingSince": .number(Double(chosen), .count),
                "tracesBefore": .number(Double(before.count), .count), "quantile": .text("p99"),
            ], evidence: Array((before + since).flatMap(\.evidence).prefix(40)))
    }
}
