import Core

/// The conversation of ``LokiServiceLogs``: find the streams, ask everything about them at once, read the rest of the lines.
struct LokiServiceConversation: Conversation {
    private enum Phase: Sendable {
        case start
        case finding
        case asking
        case reading
    }

    let plan: LokiServicePlan
    private let streams: LokiStreamSearch
    private var phase = Phase.start
    private var lines: LokiLogReader?
    private var sample: LokiLogReader?
    private var counts: [LokiMetricReader] = []
    private var hasLines = false

    init(plan: LokiServicePlan, selector: String?, serviceLabels: [String]) {
        self.plan = plan
        streams = LokiStreamSearch(
            service: plan.service, selector: selector, serviceLabels: serviceLabels, window: plan.window)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch phase {
        case .start:
            phase = .finding
            return .calls(streams.calls)
        case .finding:
            let choice = streams.choose(outcomes)
            guard let selector = choice.selector else { return .done([], choice.diagnostics) }
            return ask(selector, choice.diagnostics)
        case .asking: return take(outcomes)
        case .reading:
            guard let outcome = outcomes.first else { return .done() }
            return readLines(outcome, evidence: [], diagnostics: [])
        }
    }

    // MARK: What they hold

    private mutating func ask(_ selector: String, _ diagnostics: [Diagnostic]) -> Step {
        do throws(InputError) {
            counts = try plan.counts(selector)
        } catch {
            return .done([], diagnostics + [Diagnostic(.failed, "logs of \(plan.service): \(error)")])
        }
        let lines = plan.lines(selector)
        self.lines = lines
        sample = plan.sample(selector)
        phase = .asking
        let readers = [lines.call] + counts.map(\.call) + (sample.map { [$0.call] } ?? [])
        return Step(diagnostics: diagnostics, then: .calls(readers.map { .http($0) }))
    }

    private mutating func take(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first, outcomes.count > counts.count else { return .done() }
        var readings = zip(counts, outcomes.dropFirst()).map { $0.read($1, service: plan.service) }
        hasLines = (readings[0].total ?? 0) > 0
        if hasLines {
            // Lines were counted, so what the filter finds none of is none.
            readings[1] = counts[1].read(outcomes[2], service: plan.service, existsElsewhere: true)
        }
        var evidence = readings.flatMap(\.evidence)
        var diagnostics = readings.flatMap(\.diagnostics)
        if var sample, let answer = outcomes.dropFirst(counts.count + 1).first {
            if sample.take(answer) {
                // A server that allows so few lines is not worth another round for a sample.
                diagnostics.append(
                    Diagnostic(
                        .partial, "error and warning lines of \(plan.service) before: the server allows too few at once",
                        exchange: answer.key))
            }
            let conclusion = sample.conclusion(service: plan.service)
            evidence += conclusion.evidence
            diagnostics += conclusion.diagnostics
            self.sample = sample
        }
        return readLines(outcome, evidence: evidence, diagnostics: diagnostics)
    }

    private mutating func readLines(_ outcome: Outcome, evidence: [Evidence], diagnostics: [Diagnostic]) -> Step {
        guard var reader = lines else { return .done(evidence, diagnostics) }
        let more = reader.take(outcome)
        lines = reader
        if more {
            phase = .reading
            return Step(evidence: evidence, diagnostics: diagnostics, then: .calls([.http(reader.call)]))
        }
        let conclusion = reader.conclusion(service: plan.service, existsElsewhere: hasLines)
        return .done(evidence + conclusion.evidence, diagnostics + conclusion.diagnostics)
    }
}
