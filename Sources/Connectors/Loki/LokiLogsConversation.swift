import Core

/// The conversation of ``LokiLogs``: find the streams, ask everything about them at once, read the rest of the lines.
struct LokiLogsConversation: Conversation {
    private enum Phase: Sendable {
        case start
        case finding
        case asking
        case reading
    }

    private let question: LogQuestion
    private let selector: String?
    private let streams: LokiStreamSearch?
    private let wideLabels: [String]
    private var phase = Phase.start
    private var plan: LokiLogsPlan?
    /// The readers of lines that have more, by their place in the plan.
    private var open: [Int] = []

    init(question: LogQuestion, selector: String?, serviceLabels: [String], wideLabels: [String]) {
        self.question = question
        self.selector = selector
        self.wideLabels = wideLabels
        streams = question.service.map {
            LokiStreamSearch(service: $0, selector: selector, serviceLabels: serviceLabels, window: question.window)
        }
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch phase {
        case .start:
            guard let streams else { return ask(selector ?? "", []) }
            phase = .finding
            return .calls(streams.calls)
        case .finding:
            guard let choice = streams?.choose(outcomes) else { return .done() }
            guard let selector = choice.selector else { return .done([], choice.diagnostics) }
            guard question.traceID != nil else { return ask(selector, choice.diagnostics) }
            let wide = LokiWideSelector.find(in: outcomes, labels: wideLabels)
            let text =
                "logs of \(question.subject): "
                + (wide == nil
                    ? "the streams have no label in common to widen the search by; only the service's own lines are looked through"
                    : "looked for in all services with \(wide ?? "")")
            let note = Diagnostic(wide == nil ? .partial : .note, text, exchange: outcomes.first?.key)
            return ask(wide ?? selector, choice.diagnostics + [note])
        case .asking: return take(outcomes)
        case .reading: return read(outcomes, parts: open, [], [])
        }
    }

    private mutating func ask(_ selector: String, _ diagnostics: [Diagnostic]) -> Step {
        do throws(InputError) {
            let plan = try LokiLogsPlan(question, selector: selector)
            self.plan = plan
            phase = .asking
            let calls = plan.counts.map(\.call) + plan.patterns.map(\.call) + plan.lines.map(\.call)
            return Step(diagnostics: diagnostics + plan.diagnostics, then: .calls(calls.map { .http($0) }))
        } catch {
            return .done([], diagnostics + [Diagnostic(.failed, "logs of \(question.subject): \(error)")])
        }
    }

    // MARK: What they hold

    private mutating func take(_ outcomes: [Outcome]) -> Step {
        guard let plan, outcomes.count == plan.counts.count + plan.patterns.count + plan.lines.count else { return .done() }
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        count(plan, outcomes, &evidence, &diagnostics)
        let answers = outcomes.dropFirst(plan.counts.count).prefix(plan.patterns.count)
        let readings = zip(plan.patterns, answers).map { $0.read($1) }
        evidence += readings.flatMap(\.evidence)
        diagnostics += readings.flatMap(\.diagnostics)
        if let first = readings.first {
            let texts = question.exclude.map(\.text) + first.texts
            if let next = LogExclusions.evidence(texts, from: evidence) { evidence.append(next) }
            if first.isUnavailable, let fallback = plan.fallback {
                diagnostics.append(
                    Diagnostic(.note, "patterns of \(question.subject): lines are read instead", exchange: answers.first?.key))
                self.plan?.lines = [fallback]
                open = [0]
                phase = .reading
                return Step(evidence: evidence, diagnostics: diagnostics, then: .calls([.http(fallback.call)]))
            }
            let phrases = question.exclude.filter { !isOwn($0, readings) }
            if !phrases.isEmpty, !first.evidence.isEmpty {
                let text =
                    "patterns of \(question.subject): Loki cannot leave lines out of its patterns; only patterns with the very "
                    + "text of an exclusion are left out, which \(phrases.count) of the exclusions may not be"
                diagnostics.append(Diagnostic(.partial, text, exchange: answers.first?.key))
            }
        }
        return read(Array(outcomes.suffix(plan.lines.count)), parts: Array(plan.lines.indices), evidence, diagnostics)
    }

    /// Is an exclusion one of Loki's own patterns, as far as can be told: a template, and not a phrase?
    private func isOwn(_ phrase: LogPhrase, _ readings: [LokiPatternReader.Reading]) -> Bool { phrase.text.contains("<_>") }

    private func count(
        _ plan: LokiLogsPlan, _ outcomes: [Outcome], _ evidence: inout [Evidence], _ diagnostics: inout [Diagnostic]
    ) {
        guard !plan.counts.isEmpty else { return }
        let first = plan.counts.map { !$0.isBaseline && !$0.bySeverity }.firstIndex(of: true)
        var hasLines = false
        if let first { hasLines = (plan.counts[first].read(outcomes[first]).total ?? 0) > 0 }
        for (reader, outcome) in zip(plan.counts, outcomes) {
            let reading = reader.read(outcome, service: question.service, existsElsewhere: hasLines && !reader.isBaseline)
            evidence += reading.evidence
            diagnostics += reading.diagnostics
        }
        if question.severity != nil {
            diagnostics.append(
                Diagnostic(
                    .note, "logs of \(question.subject): lines without a severity among their labels are left out",
                    exchange: outcomes.first?.key))
        }
    }

    /// Takes a page of each reader that is open; those that have more are asked again.
    private mutating func read(
        _ outcomes: [Outcome], parts: [Int], _ before: [Evidence], _ said: [Diagnostic]
    ) -> Step {
        guard var readers = plan?.lines else { return .done(before, said) }
        var evidence = before
        var diagnostics = said
        var more: [Int] = []
        for (part, outcome) in zip(parts, outcomes) where readers.indices.contains(part) {
            if readers[part].take(outcome) {
                more.append(part)
                continue
            }
            let conclusion = readers[part].conclusion(service: question.traceID == nil ? question.service : nil)
            evidence += conclusion.evidence.map(weakened)
            diagnostics += conclusion.diagnostics
        }
        plan?.lines = readers
        open = more
        guard !more.isEmpty else { return .done(evidence, diagnostics) }
        phase = .reading
        return Step(evidence: evidence, diagnostics: diagnostics, then: .calls(more.map { .http(readers[$0].call) }))
    }

    /// That no line *says* a severity, or has an id where it is looked for, is not that there is none.
    private func weakened(_ evidence: Evidence) -> Evidence {
        guard evidence.completeness == .noneThere, question.severity != nil || question.traceID != nil else { return evidence }
        var evidence = evidence
        evidence.completeness = .sampled(
            reason: question.traceID == nil
                ? "lines without a severity among their labels are not looked at"
                : "a trace's id is looked for in the line and the labels \(LokiQuestion.traceLabels.joined(separator: ", ")) only"
        )
        return evidence
    }
}

/// A selector that holds a service's neighbours as well: a label that all its streams share.
enum LokiWideSelector {
    /// - Parameter labels: names to look at, the first that all streams have with one value wins.
    static func find(in outcomes: [Outcome], labels: [String]) -> String? {
        let answers = outcomes.compactMap { try? LokiAnswer.document($0)["data"]?.array }
        let streams = answers.flatMap { $0 }.map(LogEntry.labels)
        guard !streams.isEmpty else { return nil }
        for label in labels {
            let values = Set(streams.map { $0[label] ?? "" })
            if let value = values.first, values.count == 1, !value.isEmpty {
                return "{\(label)=\(LogLiteral.quoted(value))}"
            }
        }
        return nil
    }
}
