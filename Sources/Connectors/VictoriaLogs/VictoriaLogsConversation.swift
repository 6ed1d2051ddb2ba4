import Core

/// Finds what to select by, asks every part of a plan at once, and reads the rest of the lines.
struct VictoriaLogsConversation: Conversation {
    private enum Phase: Sendable {
        case start
        case selecting
        case asking
        /// Reading on: the part that has more.
        case reading(Int)
    }

    private let selection: VictoriaLogsSelection
    private let what: String
    private let window: TimeWindow
    private let plan: @Sendable (String) -> VictoriaLogsPlan
    private var phase = Phase.start
    private var current: VictoriaLogsPlan?
    private var absence = VictoriaLogsPlan.unproven

    init(
        selection: VictoriaLogsSelection, what: String, window: TimeWindow,
        plan: @escaping @Sendable (String) -> VictoriaLogsPlan
    ) {
        self.selection = selection
        self.what = what
        self.window = window
        self.plan = plan
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch phase {
        case .start:
            guard selection.second != nil else { return ask(selection.first, []) }
            phase = .selecting
            return .calls([.http(probe.call)])
        case .selecting:
            guard let outcome = outcomes.first else { return .done() }
            return select(outcome)
        case .asking: return take(outcomes)
        case .reading(let index):
            guard let outcome = outcomes.first else { return .done() }
            return read(outcome, part: index, evidence: [], diagnostics: [])
        }
    }

    // MARK: Which lines

    private var probe: VictoriaLogsCountReader {
        VictoriaLogsCountReader(query: selection.first, window: window, step: max(3600, window.countingStep), title: what)
    }

    private mutating func select(_ outcome: Outcome) -> Step {
        let reading = probe.read(outcome)
        if let total = reading.total, total == 0, let second = selection.second {
            let text = "\(what): the selector \(selection.first) has no line; looking by the usual fields instead"
            return ask(second, [Diagnostic(.note, text, exchange: outcome.key)])
        }
        // A server that refuses this will refuse the rest too, but for a selector that it cannot read.
        if reading.total == nil, let second = selection.second, case .reply(let reply) = outcome.result, reply.status == 400 {
            return ask(second, reading.diagnostics)
        }
        guard reading.total != nil else { return .done([], reading.diagnostics) }
        return ask(selection.first, [])
    }

    private mutating func ask(_ filter: String, _ diagnostics: [Diagnostic]) -> Step {
        let plan = plan(filter)
        current = plan
        absence = plan.absence
        phase = .asking
        return Step(diagnostics: diagnostics + plan.diagnostics, then: .calls(plan.parts.map { .http($0.call) }))
    }

    // MARK: What they hold

    private mutating func take(_ outcomes: [Outcome]) -> Step {
        guard let plan = current, outcomes.count == plan.parts.count else { return .done() }
        if let closed = VictoriaLogsConversation.sameFailure(outcomes) {
            return .done([], [closed.diagnostic(what, outcomes[0])])
        }
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        var total: Double?
        if let proof = plan.proof, case .counts(let reader) = plan.parts[proof] {
            total = reader.read(outcomes[proof], absence: absence).total
            if let total, total > 0 { absence = .noneThere }
            if total == 0, let missing = plan.missing {
                return .done([], [Diagnostic(.failed, missing, exchange: outcomes[proof].key)])
            }
        }
        var more: (part: Int, outcome: Outcome)?
        var exclusions = plan.excluded
        // Lines in the window, by the filter that they were counted by.
        var counted: [String: Double] = [:]
        for (index, part) in plan.parts.enumerated() {
            switch part {
            case .counts(let reader):
                let worth = reader.isBaseline ? absenceBefore(reader.window, plan, outcomes) : absence
                let reading = reader.read(outcomes[index], service: plan.service, absence: worth)
                if !reader.isBaseline { counted[reader.query] = reading.total }
                evidence += reading.evidence
                diagnostics += reading.diagnostics
            case .patterns(let reader):
                let worth = reader.isBaseline ? absenceBefore(reader.window, plan, outcomes) : absence
                let reading = reader.read(
                    outcomes[index], service: plan.service, total: reader.isBaseline ? nil : counted[reader.filter],
                    absence: worth)
                evidence += reading.evidence
                diagnostics += reading.diagnostics
                if !reader.isBaseline { exclusions += reading.texts }
            case .lines(let reader):
                if reader.plan.isSample {
                    var sample = reader
                    _ = sample.take(outcomes[index])
                    let conclusion = sample.conclusion(
                        service: plan.service, absence: absenceBefore(reader.plan.window, plan, outcomes))
                    evidence += conclusion.evidence
                    diagnostics += conclusion.diagnostics
                } else {
                    more = (index, outcomes[index])
                }
            }
        }
        if plan.namesExclusions, let next = LogExclusions.evidence(exclusions, from: evidence) { evidence.append(next) }
        guard let more else { return .done(evidence, diagnostics) }
        return read(more.outcome, part: more.part, evidence: evidence, diagnostics: diagnostics)
    }

    /// What an empty answer about a time before the window is worth: none there when lines of the selection were counted in
    /// a bucket wholly inside that time.
    private func absenceBefore(_ window: TimeWindow, _ plan: VictoriaLogsPlan, _ outcomes: [Outcome]) -> Completeness {
        guard let proof = plan.baselineProof, plan.parts.indices.contains(proof), case .counts(let reader) = plan.parts[proof]
        else { return VictoriaLogsPlan.unproven }
        let width = Double(reader.step)
        for evidence in reader.read(outcomes[proof]).evidence {
            guard case .metric(let series) = evidence.observation else { continue }
            let isShown = series.samples.contains {
                $0.value > 0 && window.contains($0.time) && window.contains($0.time.adding(seconds: width))
            }
            if isShown { return .noneThere }
        }
        return VictoriaLogsPlan.unproven
    }

    /// Why all calls failed, when that is the same for all: a credential, a budget, a server that is down.
    private static func sameFailure(_ outcomes: [Outcome]) -> ReadingError? {
        var found: ReadingError?
        for outcome in outcomes {
            do throws(ReadingError) {
                if case .cut = outcome.result { return nil }
                _ = try outcome.success()
                return nil
            } catch {
                guard found == nil || found == error else { return nil }
                found = error
            }
        }
        return found
    }

    private mutating func read(_ outcome: Outcome, part: Int, evidence: [Evidence], diagnostics: [Diagnostic]) -> Step {
        guard case .lines(var reader)? = current?.parts[part] else { return .done(evidence, diagnostics) }
        let isMore = reader.take(outcome)
        current?.parts[part] = .lines(reader)
        if isMore {
            phase = .reading(part)
            return Step(evidence: evidence, diagnostics: diagnostics, then: .calls([.http(reader.call)]))
        }
        let conclusion = reader.conclusion(service: current?.service, absence: absence)
        return .done(evidence + conclusion.evidence, diagnostics + conclusion.diagnostics)
    }
}
