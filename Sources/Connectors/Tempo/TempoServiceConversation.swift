import Core

/// The conversation of ``TempoServiceTraces``: metrics and searches at once, then the parts of the window where a search was
/// cut, then the traces that were chosen.
struct TempoServiceConversation: Conversation {
    private enum Phase: Sendable {
        case start
        case asking
        case slicing
        case fetching
        case fetchingOlder
    }

    let plan: TempoServicePlan
    private let metrics: [TempoServicePlan.Metric]
    /// Failures, healthy traces, and healthy ones before, where there is a before.
    private let searches: [TempoSearchReader]
    private var slices: [TempoSearchReader] = []
    private var readers: [TempoTraceReader] = []
    private var choice: TraceChoice
    private var phase = Phase.start

    init(plan: TempoServicePlan) {
        self.plan = plan
        metrics = plan.metrics
        searches =
            [plan.failures(in: plan.window, limit: TempoServicePlan.failureLimit), plan.healthy(in: plan.window)]
            + (plan.before.map { [plan.healthy(in: $0)] } ?? [])
        choice = TraceChoice(window: plan.window)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch phase {
        case .start:
            phase = .asking
            return .calls((searches.map(\.call) + metrics.map(\.reader.call)).map { .http($0) })
        case .asking: return take(outcomes)
        case .slicing:
            var step = Step(then: .done)
            for (slice, outcome) in zip(slices, outcomes) {
                let reading = slice.read(outcome, service: plan.service)
                choice.failing += reading.traces
                step.evidence += reading.evidence
                step.diagnostics += reading.diagnostics
            }
            return fetch(after: step)
        case .fetching: return traces(outcomes, .second)
        case .fetchingOlder: return traces(outcomes, .first)
        }
    }

    private mutating func take(_ outcomes: [Outcome]) -> Step {
        guard outcomes.count == searches.count + metrics.count else { return .done() }
        var step = Step(then: .done)
        let read = zip(searches, outcomes).map { $0.read($1, service: plan.service) }
        choice.failing = read[0].traces
        choice.healthy = read[1].traces
        choice.before = read.dropFirst(2).first?.traces ?? []
        // That none failed, or that none was well, is worth something only where there were others.
        let doubts = [choice.healthy.isEmpty, choice.failing.isEmpty, true]
        let readings = zip(zip(searches, outcomes), doubts).map { question, isDoubtful in
            question.0.read(question.1, service: plan.service, doubt: isDoubtful ? TempoServicePlan.untraced : nil)
        }
        let failing = readings[0]
        for reading in readings {
            step.evidence += reading.evidence
            step.diagnostics += reading.diagnostics
        }
        measure(Array(outcomes.dropFirst(searches.count)), &step)
        guard failing.isCut else { return fetch(after: step) }
        slices = plan.slices.map { plan.failures(in: $0, limit: TempoServicePlan.partLimit) }
        phase = .slicing
        step.then = .calls(slices.map { .http($0.call) })
        return step
    }

    private func measure(_ outcomes: [Outcome], _ step: inout Step) {
        let readings = zip(metrics, outcomes).map { $0.reader.read($1) }
        for (index, (metric, outcome)) in zip(metrics, outcomes).enumerated() {
            let hasRequests = zip(metrics, readings).contains { other, reading in
                other.isBaseline == metric.isBaseline && other.measure != .failures && reading.series?.isEmpty == false
            }
            let found = plan.evidence(metric, readings[index], outcome, hasRequests: hasRequests)
            step.evidence += found.evidence
            step.diagnostics += found.diagnostics
        }
    }

    private mutating func fetch(after step: Step) -> Step {
        let ids = choice.ids(most: plan.most)
        guard !ids.isEmpty else { return step }
        readers = ids.map { TempoTraceReader(id: $0) }
        phase = .fetching
        var step = step
        step.then = .calls(readers.map { .http($0.call(.second)) })
        return step
    }

    private mutating func traces(_ outcomes: [Outcome], _ version: TempoTraceReader.Version) -> Step {
        var step = Step(then: .done)
        var missing: [TempoTraceReader] = []
        for (reader, outcome) in zip(readers, outcomes) {
            let reading = reader.read(outcome, version, service: plan.service)
            if reading.wantsFirstVersion { missing.append(reader) }
            step.evidence += reading.evidence
            step.diagnostics += reading.diagnostics
        }
        guard !missing.isEmpty else { return step }
        readers = missing
        phase = .fetchingOlder
        step.then = .calls(readers.map { .http($0.call(.first)) })
        return step
    }
}
