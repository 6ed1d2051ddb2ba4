import Core

/// When alerts were pending or firing, from the `ALERTS` series that rule evaluations leave. `last_over_time(ALERTS[step])` is
/// asked for at each step, so that a sample at t means "in the state at some evaluation in (t − step, t]", without the five
/// minutes for which a server goes on to show a series that has ended.
struct PrometheusAlertHistory: Conversation {
    private enum State { case start, counting, asking, done }

    private let source: PrometheusSource
    private let selector: String
    private let window: TimeWindow
    private let step: Int
    private let maxSeries: Int
    private var state = State.start
    private var counted: [CallKey] = []

    init(_ source: PrometheusSource, _ input: Input) throws(InputError) {
        self.source = source
        window = try input.window(days: 31)
        if let asked = try input.optionalInteger("step", in: 15...3_600) {
            // Asked for in so many words: as many samples as the server gives, of as many alerts as a whole estate has.
            step = PrometheusSource.step(asked, over: window, points: source.pointsPerBackTest, multipleOf: 15)
            maxSeries = source.maxSeries * PrometheusBackTest.seriesFactor
        } else {
            step = PrometheusSource.step(15, over: window, points: source.maxPoints, multipleOf: 15)
            maxSeries = source.maxSeries
        }
        let matchers = try input.optionalString("selector").map { text throws(InputError) in
            try PrometheusGuard.matchers(text, field: "selector")
        }
        selector = PrometheusSelector.vector("ALERTS", matchers ?? "")
    }

    private var expression: String { "last_over_time(\(selector)[\(PrometheusSignal.duration(step))])" }

    private func evidence(_ observation: Observation, _ keys: [CallKey], _ completeness: Completeness) -> Evidence {
        Evidence(
            observation, from: keys, window: window, query: expression, link: source.graphLink(expression, window),
            completeness: completeness)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        let what = "alert history"
        switch (state, outcomes.first) {
        case (.start, _):
            state = .counting
            let whole = PrometheusSignal.duration(max(1, Int(window.seconds.rounded(.up))))
            return .calls([source.instant("count(last_over_time(\(selector)[\(whole)]))", at: window.to)])
        case (.counting, let outcome?):
            do throws(ReadingError) { return count(try PrometheusAnswer(outcome)) } catch {
                state = .done
                return .done([], [error.diagnostic(what, outcome)])
            }
        case (.asking, let outcome?):
            state = .done
            do throws(ReadingError) { return read(try PrometheusAnswer(outcome)) } catch {
                return .done([], [error.diagnostic(what, outcome)])
            }
        default:
            state = .done
            return .done()
        }
    }

    private mutating func count(_ answer: PrometheusAnswer) -> Step {
        counted = [answer.key]
        let diagnostics = answer.diagnostics("alert history")
        let count = PrometheusResult(answer.data).series.first?.samples.last?.value ?? 0
        guard count > 0 else {
            state = .done
            let nothing = Observation.nothing("alerts pending or firing (\(selector))")
            return .done([evidence(nothing, counted, answer.completeness(isEmpty: true))], diagnostics)
        }
        guard count <= Double(maxSeries) else {
            state = .done
            let says = "alert history: \(selector) selects \(Int(min(count, 1e15))) series, more than \(maxSeries)"
            return .done([], diagnostics + [Diagnostic(.denied, says + "; the query was not asked", exchange: answer.key)])
        }
        state = .asking
        return Step(diagnostics: diagnostics, then: .calls([source.range(expression, window, step: step)]))
    }

    private func read(_ answer: PrometheusAnswer) -> Step {
        let result = PrometheusResult(answer.data)
        var diagnostics = answer.diagnostics("alert history") + result.diagnostics("alert history", answer.key)
        var found: [Evidence] = []
        for series in result.series.prefix(maxSeries) {
            var labels = series.labelsWithoutName
            let name = labels.removeValue(forKey: "alertname") ?? ""
            guard let state = labels.removeValue(forKey: "alertstate").flatMap(AlertEpisode.State.init(rawValue:)) else {
                diagnostics.append(
                    Diagnostic(.partial, "alert history: a series without a known state was left out", exchange: answer.key))
                continue
            }
            let times = series.samples.map(\.time)
            let tolerance = tolerance(times)
            for stretch in stretches(times, tolerance: tolerance) {
                let mark = Stamp.Mark.bucketEnd(width: Double(step))
                let isOpen = window.to.seconds(since: stretch.to) < tolerance
                let began = Stamp(stretch.from, mark: mark)
                let episode = AlertEpisode(
                    name: name, state: state, labels: labels, from: began, to: isOpen ? nil : Stamp(stretch.to, mark: mark))
                var completeness = answer.completeness(isEmpty: false)
                if stretch.from.seconds(since: window.from) < tolerance, completeness == .complete {
                    completeness = .cutOff(reason: "it may have begun before the window")
                }
                var one = evidence(.alert(episode), counted + [answer.key], completeness)
                one.stamp = began
                one.service = PrometheusSource.service(in: labels)
                found.append(one)
            }
        }
        if found.isEmpty {
            let completeness = diagnostics.isEmpty ? .noneThere : Completeness.failed(reason: "the series could not be read")
            found = [evidence(.nothing("alerts pending or firing (\(selector))"), counted + [answer.key], completeness)]
        }
        return .done(found, diagnostics)
    }

    /// The longest pause, in seconds, inside one episode. Rules may be evaluated less often than the step; then samples come in
    /// runs no longer than a step, and the distance of such runs is the interval of evaluation. Five minutes at most: for so
    /// long a server itself goes on to show a series without new samples.
    private func tolerance(_ times: [Instant]) -> Double {
        let step = Double(step)
        var starts: [(time: Instant, isShort: Bool)] = []
        for (index, time) in times.enumerated() {
            if index == 0 || time.seconds(since: times[index - 1]) > step {
                starts.append((time, true))
            } else if let last = starts.last, time.seconds(since: last.time) > step {
                starts[starts.count - 1].isShort = false
            }
        }
        let intervals = zip(starts, starts.dropFirst()).filter { $0.0.isShort }.map { $1.time.seconds(since: $0.time) }
        return max(2 * step, min(1.5 * (intervals.min() ?? 0), 300))
    }

    /// Runs of samples, with pauses up to the tolerance.
    private func stretches(_ times: [Instant], tolerance: Double) -> [TimeWindow] {
        guard var from = times.first, let last = times.last else { return [] }
        var result: [TimeWindow] = []
        for (previous, next) in zip(times, times.dropFirst()) where next.seconds(since: previous) > tolerance {
            result.append(TimeWindow(from: from, to: previous))
            from = next
        }
        return result + [TimeWindow(from: from, to: last)]
    }
}
