import Core

/// The question that every log store takes, in LogsQL.
struct VictoriaLogsLogs: Tool {
    let options: VictoriaLogsOptions

    let description = ToolDescription(
        name: "victorialogs_logs",
        summary:
            "Counts by severity, patterns, or lines of a service's logs, refined by leaving out what is known, by a template, "
            + "a severity, or a trace.",
        input: LogQuestion.schema,
        routes: [.http(.get, VictoriaLogsAPI.path("query")), .http(.get, VictoriaLogsAPI.path("hits"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let question = try LogQuestion(input, of: description)
        let language = LogsQL(options: options)
        let selection = try VictoriaLogsSelection(question, language)
        return VictoriaLogsConversation(selection: selection, what: "logs of \(question.subject)", window: question.window) {
            VictoriaLogsPlan(question, language, selection: $0)
        }
    }
}
