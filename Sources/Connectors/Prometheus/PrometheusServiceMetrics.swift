import Core

/// Finds what a service's metrics are and reads the ones that matter, in the window and in its baseline.
///
/// First one cheap query, ``PrometheusDiscovery``, is asked at the window's end and, if nothing is there, at its start, since a
/// service that died in the incident has no series at its end. Then all signals are asked for at once, joined to one query
/// for the window and one for the baseline. Only where a server refuses such a query are its signals asked for one by one.
struct PrometheusServiceMetrics: Conversation {
    private enum State { case start, discovering(isRetry: Bool), reading, readingSingly, done }

    private let source: PrometheusSource
    private let service: String
    private let inquiry: PrometheusDiscovery
    private let window: TimeWindow
    private let baseline: TimeWindow?
    private let step: Int
    private var state = State.start
    /// Each signal's questions, in the order in which their evidence comes.
    private var questions: [PrometheusQuestion] = []
    /// Indices of ``questions`` that are asked together.
    private var groups: [[Int]] = []
    private var readings: [Int: Step] = [:]
    private var discovery: [CallKey] = []

    /// Samples of a baseline: seven days at ten minutes.
    private static let baselinePoints = 1_100

    init(_ source: PrometheusSource, _ input: Input) throws(InputError) {
        self.source = source
        let service = try input.string("service")
        self.service = service
        var matchers: String?
        if let selector = try input.optionalString("selector"), !selector.isEmpty {
            matchers = try PrometheusGuard.matchers(selector, field: "selector")
        }
        inquiry = PrometheusDiscovery(service: service, selector: matchers)
        window = try input.window()
        let hasBaseline = try input.optionalString("baselineFrom") != nil
        baseline = hasBaseline ? try input.window("baselineFrom", "baselineTo", days: 100) : nil
        let asked = try input.integer("step", in: 1...86_400, default: 60)
        step = PrometheusSource.step(asked, over: window, points: min(source.maxPoints, 361), multipleOf: 60)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch (state, outcomes.first) {
        case (.start, _):
            state = .discovering(isRetry: false)
            return .calls([inquiry.call(source, at: window.to)])
        case (.discovering(let isRetry), let outcome?): return discover(outcome, isRetry: isRetry)
        case (.reading, _): return read(outcomes)
        case (.readingSingly, _): return readSingly(outcomes)
        default: return .done()
        }
    }

    // MARK: Discovery

    /// The first candidate whose series hold signals. Others may have series too: alerts carry the label `service` whatever the
    /// service's own metrics are labelled with.
    private mutating func discover(_ outcome: Outcome, isRetry: Bool) -> Step {
        discovery.append(outcome.key)
        let answer: PrometheusAnswer
        do throws(ReadingError) { answer = try PrometheusAnswer(outcome) } catch {
            state = .done
            return .done([], [error.diagnostic(inquiry.what, outcome)])
        }
        let result = PrometheusResult(answer.data)
        let diagnostics = answer.diagnostics(inquiry.what) + result.diagnostics(inquiry.what, answer.key)
        let found = inquiry.read(answer, result, maxSeries: source.maxSeries)
        if let best = found.first(where: { !$0.plan.signals.isEmpty }) ?? (isRetry ? found.first : nil) {
            return ask(best, diagnostics)
        }
        guard isRetry else {
            state = .discovering(isRetry: true)
            return Step(diagnostics: diagnostics, then: .calls([inquiry.call(source, at: window.from)]))
        }
        state = .done
        let asked = inquiry.candidates.map { "{\($0)}" }.joined(separator: ", ")
        let isPartial = diagnostics.contains { $0.severity == .partial }
        let nothing = Evidence(
            .nothing("metrics of \(service), by the labels \(asked)"), from: discovery, service: service, window: window,
            query: asked, completeness: isPartial ? .failed(reason: "the answer is partial") : .noneThere)
        return .done([nothing], diagnostics)
    }

    private mutating func ask(_ found: PrometheusDiscovery.Found, _ diagnostics: [Diagnostic]) -> Step {
        let (families, matchers, answer, plan) = (found.families, found.matchers, found.answer, found.plan)
        discovery = [answer.key]
        let inventory = Inventory(
            of: "metrics of \(service)", entries: families.map { Inventory.Entry(name: $0.name, count: $0.count) })
        var step = Step(
            evidence: [
                Evidence(
                    .inventory(inventory), from: [answer.key], service: service, window: window, query: "{\(matchers)}",
                    link: source.graphLink("count by (__name__) ({\(matchers)})", window),
                    completeness: answer.completeness(isEmpty: false))
            ], diagnostics: diagnostics, then: .done)
        for reason in plan.leftOut {
            step.diagnostics.append(Diagnostic(.partial, "metrics of \(service) left out: \(reason)", exchange: answer.key))
        }
        questions = plan.signals.flatMap { questions(for: $0, matchers) }
        guard !questions.isEmpty else {
            state = .done
            let says = "metrics of \(service): none of the \(families.count) names is latency, errors, traffic or saturation"
            step.diagnostics.append(Diagnostic(.partial, says, exchange: answer.key))
            return step
        }
        state = .reading
        groups = [false, true].map { isBaseline in questions.indices.filter { questions[$0].isBaseline == isBaseline } }
        groups.removeAll(where: \.isEmpty)
        step.then = .calls(groups.compactMap { joined($0).call(source) })
        return step
    }

    /// The signal in the window and in the baseline. Rates are taken over two steps of the window, at least two minutes, so
    /// that they hold several scrapes, and over one step of the baseline.
    private func questions(for signal: PrometheusSignal, _ matchers: String) -> [PrometheusQuestion] {
        func question(_ window: TimeWindow, step: Int, width: Int, isBaseline: Bool) -> PrometheusQuestion {
            PrometheusQuestion(
                title: signal.title, signal: signal.signal, unit: signal.unit, metric: signal.metric,
                limitMetric: signal.limitMetric, expression: signal.expression(matchers, width: width), window: window,
                step: step, mark: signal.mark(width: width), isBaseline: isBaseline, service: service)
        }
        var result = [question(window, step: step, width: max(120, 2 * step), isBaseline: false)]
        if let baseline, !signal.isLimit {
            let step = PrometheusSource.step(60, over: baseline, points: Self.baselinePoints, multipleOf: 300)
            result.append(question(baseline, step: step, width: max(120, step), isBaseline: true))
        }
        return result
    }

    // MARK: Reading

    private func joined(_ group: [Int]) -> PrometheusJoinedQuery {
        let isBaseline = group.first.map { questions[$0].isBaseline } ?? false
        return PrometheusJoinedQuery(
            questions: group.map { questions[$0] }, what: "metrics of \(service)" + (isBaseline ? " in the baseline" : ""))
    }

    private mutating func read(_ outcomes: [Outcome]) -> Step {
        var diagnostics: [Diagnostic] = []
        var refused: [Int] = []
        for (group, outcome) in zip(groups, outcomes) {
            switch joined(group).read(outcome, source, after: discovery) {
            case .answers(let steps, let remarks):
                for (index, step) in zip(group, steps) { readings[index] = step }
                diagnostics += remarks
            case .refused(var diagnostic):
                diagnostic.severity = .note
                diagnostic.message += "; its \(group.count) signals were asked for one by one"
                diagnostics.append(diagnostic)
                refused += group
            case .failed(let diagnostic): diagnostics.append(diagnostic)
            }
        }
        guard !refused.isEmpty else { return conclude(diagnostics) }
        state = .readingSingly
        groups = refused.sorted().map { [$0] }
        return Step(diagnostics: diagnostics, then: .calls(groups.compactMap { joined($0).call(source) }))
    }

    private mutating func readSingly(_ outcomes: [Outcome]) -> Step {
        for (group, outcome) in zip(groups, outcomes) {
            for index in group { readings[index] = source.evidence(outcome, questions[index], after: discovery) }
        }
        return conclude([])
    }

    private mutating func conclude(_ diagnostics: [Diagnostic]) -> Step {
        state = .done
        var step = Step(diagnostics: diagnostics, then: .done)
        var late: [String] = []
        for (index, question) in questions.enumerated() {
            guard let read = readings[index] else { continue }
            step.evidence += read.evidence
            step.diagnostics += read.diagnostics
            guard question.isBaseline, case .metric(let series)? = read.evidence.first?.observation,
                let first = series.samples.first?.time,
                first.seconds(since: question.window.from) > question.window.seconds / 10
            else { continue }
            late.append("\(series.title) from \(first)")
        }
        if !late.isEmpty {
            let says = "the baseline of \(service) is shorter than asked for: " + late.joined(separator: ", ")
            step.diagnostics.append(Diagnostic(.note, says))
        }
        return step
    }
}
