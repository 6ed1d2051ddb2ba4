import Core

extension TraceReading {
    /// Compares the traces since the onset with those of healthy time: those from before the window where there are enough, or else
    /// those from before the first failure.
    func behaviour(
        in file: CaseFile, order: FailureOrder, naming: ServiceNaming, parameters: Parameters
    ) -> BehaviourComparison {
        let none = BehaviourComparison(parameters: parameters)
        let inside = traces.filter { file.scope.window.contains($0.start) }
        var before = traces.filter { $0.start < file.scope.window.from }
        var since = inside
        if before.count < parameters.minimumTraces, let start = order.start {
            let boundary = start.adding(seconds: -(order.failures.first?.step ?? 0))
            before += inside.filter { $0.start < boundary }
            since = inside.filter { $0.start >= boundary }
        }
        guard before.count >= parameters.minimumTraces, since.count >= parameters.minimumTraces else { return none }
        return BehaviourComparison(
            before: TraceReading.stretches(before, gap: parameters.relatedSeconds), since: since,
            lines: SpanLine.all(in: file, naming: naming), parameters: parameters)
    }

    /// Apart where nothing was seen for longer than `gap` seconds; in halves where there is no such place.
    static func stretches(_ traces: [KnownTrace], gap: Double) -> [[KnownTrace]] {
        var result: [[KnownTrace]] = []
        var last: Instant?
        for trace in traces {
            if let last, trace.start.seconds(since: last) <= gap {
                result[result.count - 1].append(trace)
            } else {
                result.append([trace])
            }
            last = trace.start
        }
        if result.count == 1, traces.count >= 40 {
            return [Array(traces.prefix(traces.count / 2)), Array(traces.suffix(traces.count - traces.count / 2))]
        }
        return result
    }
}
