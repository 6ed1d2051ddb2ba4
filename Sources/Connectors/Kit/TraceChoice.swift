import Core

/// Which of the traces that searches found are worth reading whole: a bounded number, spread over the time, and the same for
/// the same answers.
struct TraceChoice: Sendable {
    /// Traces in which the service failed.
    var failing: [TraceSummary] = []
    /// Traces in which it did not, in the window and before it.
    var healthy: [TraceSummary] = []
    var before: [TraceSummary] = []
    var window: TimeWindow

    /// Ids, each once: the two earliest and the two slowest failures and others spread over the window, then healthy ones of
    /// the window and of the time before. A quarter of `most`, and what the failures leave up to a half of it, is for the
    /// healthy ones.
    func ids(most: Int) -> [String] {
        let failing = Self.distinct(failing)
        let known = Set(failing.map(\.id))
        let healthy = Self.distinct(healthy).filter { !known.contains($0.id) && $0.services.allSatisfy { $0.errors == 0 } }
        let others = Set(healthy.map(\.id))
        let before = Self.distinct(before).filter {
            !known.contains($0.id) && !others.contains($0.id) && $0.services.allSatisfy { $0.errors == 0 }
        }
        let reserved = min(healthy.count + before.count, max(1, most / 4))
        let failures = failures(failing, most: max(0, most - reserved))
        let rest = min(most - failures.count, max(reserved, most / 2))
        let earlier = Self.spread(before, over: Self.span(of: before), most: (rest + 1) / 2)
        let during = Self.spread(healthy, over: window, most: rest - earlier.count)
        return failures + (during + earlier).map(\.id)
    }

    private func failures(_ traces: [TraceSummary], most: Int) -> [String] {
        guard most > 0 else { return [] }
        var chosen = Array(traces.prefix(2))
        let slowest = traces.sorted { ($1.duration ?? -1, $0.start, $0.id) < ($0.duration ?? -1, $1.start, $1.id) }
        for trace in slowest.prefix(2) where !chosen.contains(where: { $0.id == trace.id }) { chosen.append(trace) }
        chosen = Array(chosen.prefix(most))
        let taken = Set(chosen.map(\.id))
        chosen += Self.spread(traces.filter { !taken.contains($0.id) }, over: window, most: most - chosen.count)
        return chosen.sorted { ($0.start, $0.id) < ($1.start, $1.id) }.map(\.id)
    }

    /// The first of each stretch of the time, then whatever comes first.
    private static func spread(_ traces: [TraceSummary], over window: TimeWindow, most: Int) -> [TraceSummary] {
        guard most > 0 else { return [] }
        guard traces.count > most else { return traces }
        let width = max(window.seconds / Double(most), 1e-9)
        var stretches: Set<Int> = []
        var chosen: [TraceSummary] = []
        var others: [TraceSummary] = []
        for trace in traces {
            let place = max(0, min(Double(most - 1), trace.start.seconds(since: window.from) / width))
            if stretches.insert(Int(place)).inserted { chosen.append(trace) } else { others.append(trace) }
        }
        return (chosen + others.prefix(most - chosen.count)).sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }

    private static func span(of traces: [TraceSummary]) -> TimeWindow {
        let first = traces.first?.start ?? Instant(seconds: 0)
        return TimeWindow(from: first, to: traces.last?.start ?? first)
    }

    private static func distinct(_ traces: [TraceSummary]) -> [TraceSummary] {
        var seen: Set<String> = []
        return traces.sorted { ($0.start, $0.id) < ($1.start, $1.id) }.filter { seen.insert($0.id).inserted }
    }
}
