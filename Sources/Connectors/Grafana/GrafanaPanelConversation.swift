import Core
import PromQL

/// Finds and reads the dashboards, counts what the queries select, and runs those that stay within the limits.
struct GrafanaPanelConversation: Conversation {
    private enum State { case finding, counting, asking, done }
    /// One request for a query's samples.
    private struct Asked {
        var question: GrafanaPanelQuestion
        var window: TimeWindow
        var reader: Reader
        enum Reader {
            case prometheus(PrometheusQuestion)
            case metric(LokiMetricReader)
            case lines(LokiLogReader)
        }
    }

    /// Panels that are given as evidence.
    private static let mostPanels = 60
    /// Lines of a panel that shows logs.
    private static let mostLines = 200

    let service: String
    let window: TimeWindow
    let baseline: TimeWindow?
    let prometheus: PrometheusSource
    let mostQueries: Int
    private var finder: GrafanaFinder
    private var state = State.finding
    private var questions: [GrafanaPanelQuestion] = []
    private var counts: [(uid: String, selector: String)] = []
    private var countKeys: [String: CallKey] = [:]
    private var asked: [Asked] = []

    init(
        service: String, window: TimeWindow, baseline: TimeWindow?, prometheus: PrometheusSource, mostQueries: Int,
        finder: GrafanaFinder
    ) {
        self.service = service
        self.window = window
        self.baseline = baseline
        self.prometheus = prometheus
        self.mostQueries = mostQueries
        self.finder = finder
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch state {
        case .finding:
            if let calls = finder.next(outcomes) { return .calls(calls) }
            return choose()
        case .counting: return count(outcomes)
        case .asking:
            state = .done
            return read(outcomes)
        case .done: return .done()
        }
    }

    private func source(_ uid: String) -> PrometheusSource {
        var source = prometheus
        source.pathPrefix = GrafanaAPI.proxy(uid)
        return source
    }

    // MARK: Choosing

    /// Seconds between samples of the window.
    private func step(_ window: TimeWindow, least: Int) -> Int {
        PrometheusSource.step(least, over: window, points: prometheus.maxPoints, multipleOf: 60)
    }

    private mutating func choose() -> Step {
        var diagnostics = finder.diagnostics
        var evidence: [Evidence] = []
        var notAsked: [String: Int] = [:]
        var left = 0
        var leftPanels = 0
        var seen: Set<[String]> = []
        let seconds = Double(step(window, least: 60))
        for board in finder.boards {
            for panel in board.panels where !panel.queries.isEmpty && board.concerns(panel) {
                guard evidence.count < Self.mostPanels else {
                    leftPanels += 1
                    continue
                }
                evidence.append(board.evidence(panel))
                for query in panel.queries where !query.isHidden {
                    guard ["prometheus", "loki"].contains(query.dataSource.kind), GrafanaAPI.isUID(query.dataSource.uid) else {
                        notAsked[query.dataSource.kind, default: 0] += 1
                        continue
                    }
                    guard seen.insert([query.dataSource.uid, query.text]).inserted else { continue }
                    guard questions.count < mostQueries else {
                        left += 1
                        continue
                    }
                    do throws(InputError) {
                        questions.append(
                            try GrafanaPanelQuestion(
                                query, of: panel, on: board, step: seconds, window: window, service: service))
                    } catch {
                        let says = "panel \(GrafanaAPI.printable(panel.title)): its query \(error.reason); it was not asked"
                        diagnostics.append(Diagnostic(.note, says, exchange: board.keys.first))
                    }
                }
            }
        }
        for (kind, count) in notAsked.sorted(by: { $0.key < $1.key }) {
            let says = "\(count) queries of panels go to \(GrafanaAPI.printable(kind)), which is not asked through Grafana"
            diagnostics.append(Diagnostic(.note, says))
        }
        if leftPanels > 0 {
            diagnostics.append(
                Diagnostic(.partial, "panels of \(service): \(leftPanels) beyond \(Self.mostPanels) were left out"))
        }
        if left > 0 {
            let says = "panels of \(service): \(left) queries beyond the limit of \(mostQueries) were not asked"
            diagnostics.append(Diagnostic(.partial, says))
        }
        guard !evidence.isEmpty else {
            state = .done
            guard !finder.keys.isEmpty else { return .done([], diagnostics) }
            let completeness = Completeness.sampled(reason: finder.cut ?? GrafanaAPI.hidden)
            return .done(
                [
                    Evidence(
                        .nothing("panels of \(service)"), from: finder.keys + finder.boards.flatMap(\.keys), service: service,
                        completeness: completeness)
                ], diagnostics)
        }
        var step = count()
        step.evidence.insert(contentsOf: evidence, at: 0)
        step.diagnostics.insert(contentsOf: diagnostics, at: 0)
        return step
    }

    // MARK: Counting

    private mutating func count() -> Step {
        var seen: Set<[String]> = []
        for question in questions {
            guard case .promQL(let expression) = question.language else { continue }
            for selector in expression.selectors.map(PrometheusGuard.countable)
            where seen.insert([question.dataSource.uid, selector]).inserted {
                counts.append((question.dataSource.uid, selector))
            }
        }
        guard !counts.isEmpty else { return ask() }
        state = .counting
        return .calls(counts.map { source($0.uid).instant("count(\($0.selector))", at: window.to) })
    }

    private mutating func count(_ outcomes: [Outcome]) -> Step {
        var diagnostics: [Diagnostic] = []
        var refused: Set<[String]> = []
        var failures: [String: (count: Int, first: Diagnostic)] = [:]
        for (count, outcome) in zip(counts, outcomes) {
            do throws(ReadingError) {
                let answer = try PrometheusAnswer(outcome)
                countKeys[count.uid + " " + count.selector] = answer.key
                let number = PrometheusResult(answer.data).series.first?.samples.last?.value ?? 0
                guard number > Double(prometheus.maxSeries) else { continue }
                refused.insert([count.uid, count.selector])
                let says =
                    "\(count.selector) selects \(Int(min(number, 1e15))) series, more than the limit of "
                    + "\(prometheus.maxSeries); what reads it was not asked"
                diagnostics.append(Diagnostic(.denied, says, exchange: outcome.key))
            } catch {
                refused.insert([count.uid, count.selector])
                // A data source that does not answer fails every count: it is said once.
                let problem = error.diagnostic("series of \(count.selector)", outcome)
                failures[count.uid] = ((failures[count.uid]?.count ?? 0) + 1, failures[count.uid]?.first ?? problem)
            }
        }
        for (_, failure) in failures.sorted(by: { $0.key < $1.key }) {
            var problem = failure.first
            if failure.count > 1 { problem.message += " (and \(failure.count - 1) more)" }
            diagnostics.append(problem)
        }
        questions = questions.filter { question in
            guard case .promQL(let expression) = question.language else { return true }
            return !expression.selectors.contains {
                refused.contains([question.dataSource.uid, PrometheusGuard.countable($0)])
            }
        }
        var step = ask()
        step.diagnostics.insert(contentsOf: diagnostics, at: 0)
        return step
    }

    // MARK: Asking

    private mutating func ask() -> Step {
        var calls: [Call] = []
        for question in questions {
            for (window, isBaseline) in [(window, false)] + (baseline.map { [($0, true)] } ?? []) {
                guard let (one, call) = request(question, window, isBaseline) else { continue }
                asked.append(one)
                calls.append(call)
            }
        }
        state = calls.isEmpty ? .done : .asking
        return calls.isEmpty ? .done() : .calls(calls)
    }

    private func request(_ question: GrafanaPanelQuestion, _ window: TimeWindow, _ isBaseline: Bool) -> (Asked, Call)? {
        let step = step(window, least: isBaseline ? 300 : 60)
        switch question.language {
        case .promQL(let expression):
            let prometheus = PrometheusQuestion(
                title: question.title, signal: question.signal, unit: question.unit, metric: question.metric,
                expression: question.text, window: window, step: step, mark: PrometheusGuard.mark(expression),
                isBaseline: isBaseline)
            return (
                Asked(question: question, window: window, reader: .prometheus(prometheus)),
                source(question.dataSource.uid).range(question.text, window, step: step)
            )
        case .logQL(let query) where query.selectsLines:
            // The lines of the normal time would say nothing without their number.
            guard !isBaseline else { return nil }
            let reader = LokiLogReader(
                .init(
                    what: "log lines of \(question.title)", query: query.text, window: window, start: window.from,
                    end: window.exclusiveEnd, direction: .backward, pageSize: Self.mostLines, cap: Self.mostLines))
            return (
                Asked(question: question, window: window, reader: .lines(reader)), proxied(reader.call, question)
            )
        case .logQL(let query):
            let grid = window.outward(toStep: Int64(step))
            let reader = LokiMetricReader(
                query: query, window: window, start: grid.from, end: grid.to, step: Int64(step), title: question.title,
                isBaseline: isBaseline)
            return (
                Asked(question: question, window: window, reader: .metric(reader)), proxied(reader.call, question)
            )
        }
    }

    private func proxied(_ call: HTTPCall, _ question: GrafanaPanelQuestion) -> Call {
        var call = call
        call.path = GrafanaAPI.proxy(question.dataSource.uid) + call.path
        return .http(call)
    }

    private func read(_ outcomes: [Outcome]) -> Step {
        var result = Step(then: .done)
        for (one, outcome) in zip(asked, outcomes) {
            var evidence: [Evidence]
            var diagnostics: [Diagnostic]
            switch one.reader {
            case .prometheus(let question):
                let step = source(one.question.dataSource.uid).evidence(outcome, question, after: keys(one.question))
                (evidence, diagnostics) = (step.evidence, step.diagnostics)
            case .metric(let reader):
                let reading = reader.read(outcome)
                (evidence, diagnostics) = (reading.evidence, reading.diagnostics)
            case .lines(var reader):
                _ = reader.take(outcome)
                (evidence, diagnostics) = reader.conclusion()
            }
            for index in evidence.indices {
                evidence[index].link = one.question.link(one.window)
                evidence[index].service = evidence[index].service ?? one.question.service
            }
            result.evidence += evidence
            result.diagnostics += diagnostics
        }
        return result
    }

    private func keys(_ question: GrafanaPanelQuestion) -> [CallKey] {
        guard case .promQL(let expression) = question.language else { return [] }
        var seen: Set<CallKey> = []
        return expression.selectors.compactMap { selector in
            countKeys[question.dataSource.uid + " " + PrometheusGuard.countable(selector)]
        }.filter { seen.insert($0).inserted }
    }
}
