import Core

/// The conversation of ``LokiServiceLogs``: find the streams, ask everything about them at once, read the rest of the lines.
struct LokiServiceConversation: Conversation {
    private enum Phase: Sendable {
        case start
        case finding
        case asking(selector: String)
        case reading
    }

    let plan: LokiServicePlan
    let selector: String?
    let serviceLabels: [String]
    private var phase = Phase.start
    private var lines: LokiLogReader?
    private var sample: LokiLogReader?
    private var counts: [LokiMetricReader] = []
    private var hasLines = false
    /// The configured selector found nothing, so that the label conventions are tried.
    private var fellBack = false

    init(plan: LokiServicePlan, selector: String?, serviceLabels: [String]) {
        self.plan = plan
        self.selector = selector
        self.serviceLabels = serviceLabels
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch phase {
        case .start:
            guard let selector else { return find() }
            return ask(selector)
        case .finding: return choose(outcomes)
        case .asking(let selector): return take(outcomes, selector: selector)
        case .reading:
            guard let outcome = outcomes.first else { return .done() }
            return readLines(outcome, evidence: [], diagnostics: [])
        }
    }

    // MARK: Which streams

    private func candidates() -> [String] { serviceLabels.map { "{\($0)=\(LokiQuery.quoted(plan.service))}" } }

    private mutating func find(_ diagnostics: [Diagnostic] = []) -> Step {
        phase = .finding
        let calls = candidates().map { selector in
            Call.http(LokiAPI.get(LokiAPI.path("series"), [.init("match[]", selector)], window: plan.window))
        }
        return Step(diagnostics: diagnostics, then: .calls(calls))
    }

    private mutating func choose(_ outcomes: [Outcome]) -> Step {
        var diagnostics: [Diagnostic] = []
        var chosen: String?
        for (selector, outcome) in zip(candidates(), outcomes) {
            do throws(ReadingError) {
                if try LokiServiceConversation.hasSeries(outcome) {
                    chosen = selector
                    break
                }
            } catch {
                let diagnostic = error.diagnostic("streams of \(plan.service)", outcome)
                if !diagnostics.contains(where: { $0.message == diagnostic.message }) { diagnostics.append(diagnostic) }
            }
        }
        if let chosen { return ask(chosen, diagnostics) }
        if diagnostics.isEmpty {
            let names = serviceLabels.joined(separator: ", ")
            diagnostics.append(
                Diagnostic(
                    .failed,
                    "logs of \(plan.service): no stream in this window has the service's name in one of the labels \(names); "
                        + "give the service a selector, and check the tenant (X-Scope-OrgID)",
                    exchange: outcomes.first?.key))
        }
        return .done([], diagnostics)
    }

    /// An answer that was cut is a long list, so there are some. A missing `data` member is what Loki writes for none.
    private static func hasSeries(_ outcome: Outcome) throws(ReadingError) -> Bool {
        if case .cut(let reply, _) = outcome.result, reply.status < 300 { return true }
        return !(try LokiAnswer.document(outcome)["data"]?.array ?? []).isEmpty
    }

    // MARK: What they hold

    private mutating func ask(_ selector: String, _ diagnostics: [Diagnostic] = []) -> Step {
        do throws(InputError) {
            counts = try plan.counts(selector)
        } catch {
            return .done([], diagnostics + [Diagnostic(.failed, "logs of \(plan.service): \(error)")])
        }
        let lines = plan.lines(selector)
        self.lines = lines
        sample = plan.sample(selector)
        phase = .asking(selector: selector)
        let readers = [lines.call] + counts.map(\.call) + (sample.map { [$0.call] } ?? [])
        return Step(diagnostics: diagnostics, then: .calls(readers.map { .http($0) }))
    }

    private mutating func take(_ outcomes: [Outcome], selector: String) -> Step {
        guard let outcome = outcomes.first, outcomes.count > counts.count else { return .done() }
        var readings = zip(counts, outcomes.dropFirst()).map { $0.read($1, service: plan.service) }
        hasLines = (readings[0].total ?? 0) > 0
        if readings[0].total == 0, self.selector != nil, !fellBack, isEmpty(outcome) {
            fellBack = true
            let text = "logs of \(plan.service): the selector \(selector) finds no line; looking by the usual labels instead"
            return find([Diagnostic(.note, text, exchange: outcome.key)])
        }
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

    private func isEmpty(_ outcome: Outcome) -> Bool {
        guard let answer = try? LokiAnswer(outcome) else { return false }
        return answer.count == 0
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
