import Core

/// Finds what a service's metrics are and reads the ones that matter, in the window and in its baseline.
///
/// First one cheap query counts the service's series by name and by the labels that tell outcomes apart: it is the discovery
/// and the estimate of cardinality in one. It is asked at the window's end and, if nothing is there, at its start, since a
/// service that died in the incident has no series at its end. Then every signal is asked for at once.
struct PrometheusServiceMetrics: Conversation {
    private enum State { case start, discovering(isRetry: Bool), reading, done }

    private let source: PrometheusSource
    private let service: String
    /// Matchers in the order in which they are tried.
    private let candidates: [String]
    private let window: TimeWindow
    private let baseline: TimeWindow?
    private let step: Int
    private var state = State.start
    private var questions: [PrometheusQuestion] = []
    private var discovery: [CallKey] = []

    /// Entries of the discovery's answer that are read.
    private static let discoveryLimit = 10_000
    /// Samples of a baseline: seven days at ten minutes.
    private static let baselinePoints = 1_100

    init(_ source: PrometheusSource, _ input: Input) throws(InputError) {
        self.source = source
        let service = try input.string("service")
        self.service = service
        if let selector = try input.optionalString("selector"), !selector.isEmpty {
            candidates = [try PrometheusGuard.matchers(selector, field: "selector")]
        } else {
            candidates = PrometheusSelector.conventions.map { PrometheusSelector.matcher($0, equals: service) }
        }
        window = try input.window()
        let hasBaseline = try input.optionalString("baselineFrom") != nil
        baseline = hasBaseline ? try input.window("baselineFrom", "baselineTo", days: 100) : nil
        let asked = try input.integer("step", in: 1...86_400, default: 60)
        step = PrometheusSource.step(asked, over: window, points: min(source.maxPoints, 361), multipleOf: 60)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch state {
        case .start:
            state = .discovering(isRetry: false)
            return .calls(discoveries(at: window.to))
        case .discovering(let isRetry): return discover(outcomes, isRetry: isRetry)
        case .reading:
            state = .done
            return read(outcomes)
        case .done: return .done()
        }
    }

    // MARK: Discovery

    private func discoveries(at time: Instant) -> [Call] {
        let labels = (["__name__"] + PrometheusFamily.labels).joined(separator: ", ")
        return candidates.map {
            source.instant("count by (\(labels)) ({\($0)})", at: time, limit: Self.discoveryLimit)
        }
    }

    /// The first candidate whose series hold signals. Others may have series too: alerts carry the label `service` whatever the
    /// service's own metrics are labelled with.
    private mutating func discover(_ outcomes: [Outcome], isRetry: Bool) -> Step {
        var diagnostics: [Diagnostic] = []
        var hasFailed = false
        var found: [Discovery] = []
        for (matchers, outcome) in zip(candidates, outcomes) {
            discovery.append(outcome.key)
            let what = "metrics of \(service) ({\(matchers)})"
            do throws(ReadingError) {
                let answer = try PrometheusAnswer(outcome)
                let result = PrometheusResult(answer.data)
                diagnostics += answer.diagnostics(what) + result.diagnostics(what, answer.key)
                guard !result.series.isEmpty else { continue }
                let families = PrometheusFamily.read(result)
                found.append(
                    Discovery(
                        matchers: matchers, families: families, answer: answer,
                        plan: PrometheusSignals(families, maxSeries: source.maxSeries)))
                if !(found.last?.plan.signals.isEmpty ?? true) { break }
            } catch {
                hasFailed = true
                diagnostics.append(error.diagnostic(what, outcome))
            }
        }
        let isLast = hasFailed || isRetry
        if let best = found.last(where: { !$0.plan.signals.isEmpty }) ?? (isLast ? found.first : nil) {
            return ask(best, diagnostics)
        }
        guard isLast else {
            state = .discovering(isRetry: true)
            return Step(diagnostics: diagnostics, then: .calls(discoveries(at: window.from)))
        }
        state = .done
        guard !hasFailed else { return .done([], diagnostics) }
        let asked = candidates.map { "{\($0)}" }.joined(separator: ", ")
        let isPartial = diagnostics.contains { $0.severity == .partial }
        let nothing = Evidence(
            .nothing("metrics of \(service), by the labels \(asked)"), from: discovery, service: service, window: window,
            query: asked, completeness: isPartial ? .failed(reason: "the answer is partial") : .noneThere)
        return .done([nothing], diagnostics)
    }

    /// What one candidate's query found.
    private struct Discovery {
        var matchers: String
        var families: [PrometheusFamily]
        var answer: PrometheusAnswer
        var plan: PrometheusSignals
    }

    private mutating func ask(_ found: Discovery, _ diagnostics: [Diagnostic]) -> Step {
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
        step.then = .calls(questions.map { source.range($0.expression, $0.window, step: $0.step) })
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

    private func read(_ outcomes: [Outcome]) -> Step {
        var step = Step(then: .done)
        var late: [String] = []
        for (question, outcome) in zip(questions, outcomes) {
            let read = source.evidence(outcome, question, after: discovery)
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
