import Core

/// An expression with what its answer is to be called, so that evidence reads the same whichever tool asked.
struct PrometheusQuestion {
    /// `nil`: after the metric's name, or the expression.
    var title: String?
    var signal: Signal = .other
    var unit: Unit?
    /// `nil`: what the result says.
    var metric: String?
    var limitMetric: String?
    var expression: String
    var window: TimeWindow
    /// Seconds; 0 for a single moment.
    var step: Int
    var mark: Stamp.Mark
    var isBaseline = false
    var service: String?

    /// What a gap or an empty answer would call it.
    var what: String {
        let name = title ?? String(expression.prefix(120))
        let subject = service.map { " of \($0)" } ?? ""
        return name + subject + (isBaseline ? " in the baseline" : "")
    }
}

extension PrometheusSource {
    /// The evidence in an answer to `question`: a series each, or that there is nothing.
    func evidence(_ outcome: Outcome, _ question: PrometheusQuestion, after keys: [CallKey] = []) -> Step {
        let answer: PrometheusAnswer
        do throws(ReadingError) { answer = try PrometheusAnswer(outcome) } catch {
            return .done([], [error.diagnostic(question.what, outcome)])
        }
        var step = evidence(PrometheusResult(answer.data), of: answer, question, after: keys)
        step.diagnostics.insert(contentsOf: answer.diagnostics(question.what), at: 0)
        return step
    }

    /// The same for what an answer holds for one of several questions. `isWhole`: nothing of the answer was lost.
    func evidence(
        _ result: PrometheusResult, of answer: PrometheusAnswer, _ question: PrometheusQuestion, after keys: [CallKey],
        isWhole: Bool = true
    ) -> Step {
        var diagnostics = result.diagnostics(question.what, answer.key)
        let link = graphLink(question.expression, question.window)
        func evidence(_ observation: Observation, _ completeness: Completeness) -> Evidence {
            var service = question.service
            if service == nil, case .metric(let series) = observation { service = Self.service(in: series.labels) }
            return Evidence(
                observation, from: keys + [answer.key], service: service, window: question.window, query: question.expression,
                link: link, completeness: completeness)
        }
        if let string = result.string {
            let record = Record(title: question.what, fields: ["value": .string(string)])
            return .done([evidence(.record(record), .complete)], diagnostics)
        }
        let filled = result.series.filter { !$0.samples.isEmpty }
        guard !filled.isEmpty else {
            let completeness =
                result.isRead && isWhole
                ? answer.completeness(isEmpty: true) : .failed(reason: "what there is could not be read")
            return .done([evidence(.nothing(question.what), completeness)], diagnostics)
        }
        var completeness = answer.completeness(isEmpty: false)
        if filled.count > maxSeries {
            completeness = .cutOff(reason: "the first \(maxSeries) of \(filled.count) series")
            let says = "\(question.what): \(filled.count) series came, the first \(maxSeries) by labels were read"
            diagnostics.append(Diagnostic(.partial, says, exchange: answer.key))
        }
        return .done(
            filled.prefix(maxSeries).map { evidence(.metric(Self.metric($0, question)), completeness) }, diagnostics)
    }

    private static func metric(_ series: PrometheusSeries, _ question: PrometheusQuestion) -> MetricSeries {
        let metric = question.metric ?? series.name ?? ""
        return MetricSeries(
            title: question.title ?? series.name ?? question.expression, signal: question.signal,
            unit: question.unit ?? unit(of: series.name ?? ""), metric: metric, labels: series.labelsWithoutName,
            limitMetric: question.limitMetric, step: Double(question.step), mark: question.mark,
            isBaseline: question.isBaseline, samples: series.samples)
    }

    /// The unit that a metric's name ends in.
    private static func unit(of name: String) -> Unit {
        let words = PrometheusFamily(name: name).words
        let last = words.last == "total" || words.last == "sum" ? words.dropLast().last : words.last
        switch last {
        case "seconds": return .seconds
        case "bytes": return .bytes
        case "ratio": return .ratio
        default: return words.last == "total" || words.last == "count" ? .count : .none
        }
    }
}
