import Core
import PromQL

/// One expression over a window. The series of each selector are counted first, at the window's end, so that an expression
/// that would read more than the limit is never evaluated over the window.
struct PrometheusRangeQuery: Conversation {
    private enum State { case start, counting, asking, done }

    private let source: PrometheusSource
    private let question: PrometheusQuestion
    private let selectors: [String]
    private var state = State.start
    private var counted: [CallKey] = []

    init(_ source: PrometheusSource, _ input: Input) throws(InputError) {
        let text = try input.string("query")
        let expression = try PrometheusGuard.check(text, field: "query")
        let window = try input.window(days: 400)
        let asked = try input.integer("step", in: 1...604_800, default: 60)
        self.source = source
        var seen: Set<String> = []
        selectors = expression.selectors.map(PrometheusGuard.countable).filter { seen.insert($0).inserted }
        question = PrometheusQuestion(
            expression: text, window: window, step: PrometheusSource.step(asked, over: window, points: source.maxPoints),
            mark: PrometheusGuard.mark(expression), service: try input.optionalString("service"))
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch state {
        case .start where !selectors.isEmpty:
            state = .counting
            return .calls(selectors.map { source.instant("count(\($0))", at: question.window.to) })
        case .start:
            state = .asking
            return .calls([source.range(question.expression, question.window, step: question.step)])
        case .counting: return count(outcomes)
        case .asking:
            state = .done
            return outcomes.first.map { source.evidence($0, question, after: counted) } ?? .done()
        case .done: return .done()
        }
    }

    private mutating func count(_ outcomes: [Outcome]) -> Step {
        var diagnostics: [Diagnostic] = []
        for (selector, outcome) in zip(selectors, outcomes) {
            let what = "series of \(selector)"
            do throws(ReadingError) {
                let answer = try PrometheusAnswer(outcome)
                diagnostics += answer.diagnostics(what)
                counted.append(answer.key)
                let count = PrometheusResult(answer.data).series.first?.samples.last?.value ?? 0
                if count > Double(source.maxSeries) {
                    let says = "\(selector) selects \(Int(min(count, 1e15))) series, more than the limit of \(source.maxSeries)"
                    diagnostics.append(Diagnostic(.denied, says + "; the query was not asked", exchange: outcome.key))
                }
            } catch {
                diagnostics.append(error.diagnostic(what, outcome))
            }
        }
        // What could not be counted is not asked: a server that cannot count is not one to burden further.
        guard !diagnostics.contains(where: { $0.severity == .denied || $0.severity == .failed }) else {
            state = .done
            return .done([], diagnostics)
        }
        state = .asking
        return Step(
            diagnostics: diagnostics,
            then: .calls([source.range(question.expression, question.window, step: question.step)]))
    }
}
