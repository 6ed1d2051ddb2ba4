import Core

/// What analysis knows from traces.
struct TraceReading: Sendable {
    var traces: [KnownTrace]
    var graph: CallGraph
    /// The first failing span of each failing trace, by the time at which it ended.
    var failures: [TraceFailure]
    /// The finding for each group of failures.
    var findings: [FindingID] = []

    init(_ file: CaseFile) {
        let traces = KnownTrace.all(in: file)
        let graph = CallGraph(traces.map(\.tree))
        self.traces = traces
        self.graph = graph
        failures = traces.compactMap { TraceFailure($0, graph: graph) }
            .sorted { ($0.span.end, $0.trace.id) < ($1.span.end, $1.trace.id) }
    }

    /// Failures that lie in the window under investigation.
    func failures(in window: TimeWindow) -> [TraceFailure] { failures.filter { window.contains($0.span.end) } }

    func trace(_ id: String) -> KnownTrace? { traces.first { $0.id == id } }

    /// Services in which failing traces of the window failed first, for services that no metric and no log line shows failing. One
    /// failing trace proves no outage.
    func serviceFailures(in window: TimeWindow, parameters: Parameters) -> [ServiceFailure] {
        let inside = failures(in: window).filter { $0.isPropagated && !$0.service.isEmpty }
        return Set(inside.map(\.service)).sorted().compactMap { service in
            let own = inside.filter { $0.service == service }
            guard own.count >= parameters.minimumTraces, let first = own.first, let last = own.last else { return nil }
            return ServiceFailure(
                service: service, time: first.span.end, latest: first.span.end, end: last.span.end, recovery: nil,
                finding: nil, evidence: Array(Set(own.flatMap(\.trace.evidence))).sorted(), step: 60,
                startsAtWindowEdge: false, magnitude: 1, knowsRecovery: false)
        }
    }
}

/// Durations that end at one value: a ceiling such as a time-out.
struct Ceiling: Sendable, Equatable {
    /// Seconds: their median.
    var seconds: Double
    var count: Int
    var of: Int
    var shortest: Double
    var longest: Double

    /// `nil` unless most of the durations are the same, within `tolerance`.
    init?(_ durations: [Double], tolerance: Double) {
        let sorted = durations.filter { $0.isFinite && $0 > 0 }.sorted()
        guard sorted.count >= 3 else { return nil }
        let median = sorted[sorted.count / 2]
        let alike = sorted.filter { abs($0 - median) <= tolerance * median }
        guard let shortest = alike.first, let longest = alike.last, alike.count * 10 >= sorted.count * 8 else { return nil }
        seconds = median
        count = alike.count
        of = sorted.count
        self.shortest = shortest
        self.longest = longest
    }

    func isAt(_ value: Double, tolerance: Double) -> Bool { abs(seconds - value) <= tolerance * value }
}
