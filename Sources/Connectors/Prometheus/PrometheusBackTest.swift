import Core
import PromQL

/// Evaluates many expressions over a long window, to see what rules would have done. Each distinct expression is asked once for
/// each chunk of time that the server's limit of points allows; each distinct selector is counted once, at moments spread over
/// the window, and looked up in the server's index where no moment had a series of it.
struct PrometheusBackTest: Conversation {
    private enum State { case start, counting, lookingUp, measuring, asking, done }

    /// Calls of one step: enough to keep a server busy, few enough that their answers fit into memory.
    static let callsPerStep = 32
    static let maximumExpressions = 4_000
    /// Series that one selector may match. More than for a question out of the blue: the server evaluates these rules each minute.
    static let seriesFactor = 20
    private static let countingMoments = 30

    let source: PrometheusSource
    let window: TimeWindow
    private let step: Int
    private let expressions: [(text: String, selectors: [String], mark: Stamp.Mark)]
    private let selectors: [String]
    /// What is measured of metrics, one measurement after the other.
    private var measurements: [Measurement]
    /// The measurement whose call is under way.
    private var measuring = 0
    private let chunks: [TimeWindow]
    /// What is not asked, and why.
    private let refusals: [String]
    private var state = State.start
    private var counts: [String: Int] = [:]
    private var services: [String: Set<String>] = [:]
    /// The calls that each selector's count rests on.
    private var counted: [String: [CallKey]] = [:]
    /// Selectors of the calls under way; later, places of expressions and chunks.
    private var waitingSelectors: [String] = []
    private var pending: [(expression: Int, chunk: Int)] = []
    private var waiting: [(expression: Int, chunk: Int)] = []
    private var open: Open?

    /// What has come of the expression that is being read.
    private struct Open {
        var expression: Int
        var series: [String: PrometheusSeries] = [:]
        var keys: [CallKey] = []
        var isWhole = true
    }

    init(_ source: PrometheusSource, _ input: Input) throws(InputError) {
        self.source = source
        window = try input.window(days: 400)
        step = try input.integer("step", in: 1...86_400, default: 300)
        var seen: Set<String> = []
        var refusals: [String] = []
        var wanted: [String] = []
        for text in try input.strings("selectors") where seen.insert(text).inserted {
            do throws(InputError) {
                guard case .selector(let selector) = try PrometheusGuard.check(text, field: "selectors"), selector.range == nil
                else { throw InputError("selectors", "is not a selector such as up{job=\"node\"}") }
                wanted.append(text)
            } catch {
                refusals.append("'\(text.prefix(120))': \(error); it was not counted")
            }
        }
        measurements = [
            Measurement(.spacing, of: try input.strings("spacings")), Measurement(.falls, of: try input.strings("falls")),
        ]
        let texts = try input.strings("expressions")
        guard texts.count <= Self.maximumExpressions, wanted.count <= Self.maximumExpressions else {
            throw InputError("expressions", "more than \(Self.maximumExpressions); ask in parts")
        }
        var distinct: Set<String> = []
        var read: [(text: String, selectors: [String], mark: Stamp.Mark)] = []
        for text in texts where distinct.insert(text).inserted {
            do throws(InputError) {
                let expression = try PrometheusGuard.check(text, field: "expressions")
                let own = expression.selectors.map(PrometheusGuard.countable)
                read.append((text, own, PrometheusGuard.mark(expression)))
                for selector in own where seen.insert(selector).inserted { wanted.append(selector) }
            } catch {
                // One that is not to be asked is no reason not to ask the others.
                refusals.append("'\(text.prefix(120))': \(error); it was not evaluated")
            }
        }
        expressions = read
        self.refusals = refusals
        selectors = wanted
        chunks = Self.chunks(of: window, step: step, points: source.pointsPerBackTest)
        pending = read.indices.flatMap { expression in chunks.indices.map { (expression, $0) } }
    }

    /// Stretches of at most `points` moments. Moments are multiples of the step since 1970, as a recording server has them, and no
    /// moment is in two stretches.
    static func chunks(of window: TimeWindow, step: Int, points: Int) -> [TimeWindow] {
        let step = Int64(max(1, step))
        var from = (window.from.wholeSeconds + step - 1) / step * step
        let last = window.to.wholeSeconds / step * step
        let length = step * Int64(max(1, points - 1))
        var result: [TimeWindow] = []
        while from <= last {
            let to = min(last, from + length)
            result.append(TimeWindow(from: Instant(seconds: from), to: Instant(seconds: to)))
            from = to + step
        }
        return result
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        var result = Step(then: .done)
        switch state {
        case .start:
            state = .counting
            result.diagnostics = refusals.map { Diagnostic(.denied, $0) }
        case .counting, .lookingUp: count(outcomes, into: &result)
        case .measuring: measure(outcomes, into: &result)
        case .asking: read(outcomes, into: &result)
        case .done: return result
        }
        result.then = plan(&result)
        return result
    }

    // MARK: Planning

    private mutating func plan(_ result: inout Step) -> Next {
        if state == .counting {
            let next = selectors.filter { counts[$0] == nil }.prefix(Self.callsPerStep)
            if !next.isEmpty {
                waitingSelectors = Array(next)
                return .calls(next.map(countCall))
            }
            state = .lookingUp
        }
        if state == .lookingUp {
            let next = selectors.filter { counts[$0] == 0 }.prefix(Self.callsPerStep)
            if !next.isEmpty {
                waitingSelectors = Array(next)
                return .calls(next.map { source.list(["series"], matches: [$0], window) })
            }
            state = .measuring
            endCounting(&result)
        }
        if state == .measuring {
            while measuring < measurements.count {
                if let question = measurements[measuring].next() { return .calls([source.instant(question, at: window.to)]) }
                if let evidence = measurements[measuring].evidence(window) { result.evidence.append(evidence) }
                measuring += 1
            }
            state = .asking
        }
        let next = pending.prefix(Self.callsPerStep)
        pending.removeFirst(next.count)
        waiting = Array(next)
        guard !next.isEmpty else {
            state = .done
            return .done
        }
        return .calls(next.map { source.range(expressions[$0.expression].text, chunks[$0.chunk], step: step, mayPost: true) })
    }

    private func countCall(_ selector: String) -> Call {
        let moments = max(1, window.seconds / Double(Self.countingMoments))
        let step = max(1, Int(moments.rounded(.up)))
        // Counted back from the end, so that what is there now is seen.
        let from = window.to.adding(seconds: -Double(step * (Self.countingMoments - 1)))
        return source.range(
            "count by (\(PrometheusSelector.conventions.joined(separator: ", "))) (\(selector))",
            TimeWindow(from: from, to: window.to), step: step, mayPost: true)
    }

    // MARK: Counting

    private mutating func count(_ outcomes: [Outcome], into result: inout Step) {
        for (selector, outcome) in zip(waitingSelectors, outcomes) {
            let what = "series of \(selector.prefix(120))"
            do throws(ReadingError) {
                let answer = try PrometheusAnswer(outcome)
                result.diagnostics += answer.diagnostics(what)
                counted[selector, default: []].append(answer.key)
                if state == .counting {
                    let read = PrometheusResult(answer.data).series
                    var sums: [Instant: Double] = [:]
                    for sample in read.flatMap(\.samples) { sums[sample.time, default: 0] += sample.value }
                    counts[selector] = Int(min(max(0, sums.values.max() ?? 0), 1e15))
                    services[selector] = Self.services(read)
                } else {
                    // None at the moments: -1 says that the index has none either.
                    let found = answer.data.array?.count ?? 0
                    counts[selector] = found > 0 ? found : -1
                }
            } catch {
                result.diagnostics.append(error.diagnostic(what, outcome))
                counts[selector] = .max
            }
        }
        waitingSelectors = []
    }

    /// Tells the counts, and drops the expressions that would read too much or whose series could not be counted.
    private mutating func endCounting(_ result: inout Step) {
        let known = counts.filter { $0.value != .max }
        // One a selector, so that what a selector had cites its own calls alone.
        for selector in selectors {
            guard let count = known[selector], let keys = counted[selector] else { continue }
            let names = (services[selector] ?? []).sorted().prefix(2_000)
            let entry = Inventory.Entry(
                name: selector, count: max(0, count),
                detail: names.isEmpty ? nil : "services: " + names.joined(separator: ", "))
            result.evidence.append(
                Evidence(
                    .inventory(Inventory(of: "series", entries: [entry])), from: keys, window: window, completeness: .complete))
        }
        let limit = source.maxSeries * Self.seriesFactor
        var refused: Set<Int> = []
        for (place, expression) in expressions.enumerated() {
            guard let selector = expression.selectors.first(where: { (counts[$0] ?? .max) > limit }) else { continue }
            refused.insert(place)
            guard let count = known[selector] else { continue }
            let says = "\(expression.text.prefix(120)): \(selector.prefix(120)) selects \(count) series, more than \(limit)"
            result.diagnostics.append(Diagnostic(.denied, says + "; it was not evaluated"))
        }
        pending.removeAll { refused.contains($0.expression) }
    }

    private mutating func measure(_ outcomes: [Outcome], into result: inout Step) {
        guard let outcome = outcomes.first else { return }
        do throws(ReadingError) {
            measurements[measuring].read(try PrometheusAnswer(outcome))
        } catch {
            result.diagnostics.append(error.diagnostic(measurements[measuring].kind.rawValue + " of metrics", outcome))
        }
    }

    // MARK: Reading

    private mutating func read(_ outcomes: [Outcome], into result: inout Step) {
        for (place, outcome) in zip(waiting, outcomes) {
            if open?.expression != place.expression { close(into: &result) }
            var current = open ?? Open(expression: place.expression)
            let what = String(expressions[place.expression].text.prefix(200))
            do throws(ReadingError) {
                let answer = try PrometheusAnswer(outcome)
                let read = PrometheusResult(answer.data, keepsAll: true)
                result.diagnostics += answer.diagnostics(what) + read.diagnostics(what, answer.key)
                current.keys.append(answer.key)
                current.isWhole = current.isWhole && answer.partial == nil && read.isRead
                for series in read.series where !series.samples.isEmpty {
                    let name = series.text
                    if current.series[name] == nil {
                        current.series[name] = series
                    } else {
                        current.series[name]?.samples += series.samples
                    }
                }
            } catch {
                result.diagnostics.append(error.diagnostic(what, outcome))
                current.isWhole = false
            }
            open = current
        }
        if pending.isEmpty || pending.first?.expression != open?.expression { close(into: &result) }
    }

    /// Makes evidence of an expression all of whose chunks were read.
    private mutating func close(into result: inout Step) {
        guard let done = open else { return }
        open = nil
        guard !done.keys.isEmpty else { return }
        let (text, _, mark) = expressions[done.expression]
        func evidence(_ observation: Observation, _ completeness: Completeness) -> Evidence {
            Evidence(
                observation, from: done.keys, window: window, query: text, link: source.graphLink(text, window),
                completeness: completeness)
        }
        let partial = Completeness.cutOff(reason: "not every part of the window could be read")
        guard !done.series.isEmpty else {
            result.evidence.append(evidence(.nothing("values of \(text.prefix(200))"), done.isWhole ? .noneThere : partial))
            return
        }
        let limit = source.maxSeries * Self.seriesFactor
        let kept = done.series.sorted { $0.key < $1.key }.prefix(limit)
        let cut = Completeness.cutOff(reason: "the first \(limit) of \(done.series.count) series")
        for (_, series) in kept {
            let metric = MetricSeries(
                title: series.name ?? text, signal: .other, unit: .none, metric: series.name ?? "",
                labels: series.labelsWithoutName, step: Double(step), mark: mark, isBaseline: false, samples: series.samples)
            result.evidence.append(
                evidence(.metric(metric), done.series.count > limit ? cut : done.isWhole ? .complete : partial))
        }
    }
}
