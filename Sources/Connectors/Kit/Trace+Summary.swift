import Core

extension Trace {
    /// What a search would say of the trace; `nil` for one without spans. The root is the first span without a parent, as far as there is one.
    var summary: TraceSummary? {
        guard let first = spans.first else { return nil }
        let root = spans.first { $0.parent == nil }
        var end = first.start.nanoseconds
        var counts: [String: TraceSummary.ServiceCount] = [:]
        for span in spans {
            let (own, overflow) = span.start.nanoseconds.addingReportingOverflow(span.duration)
            end = max(end, overflow ? .max : own)
            counts[span.service, default: .init(service: span.service, spans: 0, errors: 0)].spans += 1
            if span.status == .error { counts[span.service]?.errors += 1 }
        }
        return TraceSummary(
            id: id, rootService: root?.service, rootName: root?.name, start: first.start,
            duration: end.subtractingReportingOverflow(first.start.nanoseconds).partialValue, services: Array(counts.values))
    }
}
