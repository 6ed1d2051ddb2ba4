import Core

/// The question that every log store takes, in LogQL.
struct LokiLogs: Tool {
    let serviceLabels: [String]
    /// Labels that hold all services of a site, for a trace.
    let wideLabels: [String]

    let description = ToolDescription(
        name: "loki_logs",
        summary:
            "Counts by severity, patterns, or lines of a service's logs, refined by leaving out what is known, by a template, "
            + "a severity, or a trace.",
        input: LogQuestion.schema,
        routes: [
            .http(.get, LokiAPI.path("series")), .http(.get, LokiAPI.path("query_range")),
            .http(.get, LokiAPI.path("patterns")),
        ])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let question = try LogQuestion(input, of: description)
        let selector = try question.selector.map { text throws(InputError) in
            try LokiQuery.selector(text, field: "selector")
        }
        guard question.service != nil || selector != nil else {
            throw InputError(
                "service", "is needed, or 'selector': Loki cannot search all streams, not even for a trace's id")
        }
        return LokiLogsConversation(
            question: question, selector: selector, serviceLabels: serviceLabels, wideLabels: wideLabels)
    }
}
