import Core

// Strings of traces, and of log lines as a store counted them.
extension StringRewriter {
    func trace(_ trace: Trace) -> Trace { Trace(id: code(trace.id), spans: trace.spans.map(span)) }

    func search(_ search: TraceSearch) -> TraceSearch { TraceSearch(traces: search.traces.map(summary)) }

    func patterns(_ patterns: LogPatterns) -> LogPatterns {
        LogPatterns(
            patterns: patterns.patterns.map {
                LogPatterns.Pattern(
                    text: code($0.text), count: $0.count, severity: $0.severity.map(code), samples: $0.samples,
                    example: $0.example.map(code))
            }, step: patterns.step, mark: patterns.mark, isBaseline: patterns.isBaseline)
    }

    private func summary(_ summary: TraceSummary) -> TraceSummary {
        TraceSummary(
            id: code(summary.id), rootService: summary.rootService.map(code), rootName: summary.rootName.map(code),
            start: summary.start, duration: summary.duration,
            services: summary.services.map { .init(service: code($0.service), spans: $0.spans, errors: $0.errors) },
            matched: summary.matched.map(span))
    }

    private func span(_ span: Span) -> Span {
        Span(
            id: code(span.id), parent: span.parent.map(code), service: code(span.service), name: code(span.name),
            kind: span.kind, start: span.start, duration: span.duration, status: span.status,
            statusMessage: span.statusMessage.map(code), attributes: labels(span.attributes), resource: labels(span.resource),
            events: span.events.map {
                Span.Event(time: $0.time, name: code($0.name), attributes: labels($0.attributes))
            })
    }
}
