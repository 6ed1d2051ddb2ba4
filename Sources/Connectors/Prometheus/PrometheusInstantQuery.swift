import Core

/// One expression at one moment.
enum PrometheusInstantQuery {
    static func begin(_ source: PrometheusSource, _ input: Input) throws(InputError) -> any Conversation {
        let text = try input.string("query")
        let expression = try PrometheusGuard.check(text, field: "query")
        let time = try input.time("time")
        let question = PrometheusQuestion(
            expression: text, window: TimeWindow(from: time, to: time), step: 0, mark: PrometheusGuard.mark(expression),
            service: try input.optionalString("service"))
        return OneRound([source.instant(text, at: time, limit: source.maxSeries)]) { outcomes in
            outcomes.first.map { source.evidence($0, question) } ?? .done()
        }
    }
}
