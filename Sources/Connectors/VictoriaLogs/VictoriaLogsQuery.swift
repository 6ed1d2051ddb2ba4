import Core

/// The lines, or rows, of a LogsQL query.
struct VictoriaLogsQuery: Tool {
    static let defaultCap = 2000
    static let defaultPage = 1000

    let options: VictoriaLogsOptions

    let description = ToolDescription(
        name: "victorialogs_query",
        summary: "Log lines that a LogsQL query selects in a window, by time; or rows, when it ends in a pipe such as stats.",
        input: Schema.object(
            [
                ("query", Schema.string("LogsQL, such as app:=\"checkout\" level:=\"error\"; the order by time is added")),
                ("from", Schema.time("Start of the window, inclusive")),
                ("to", Schema.time("End of the window, inclusive; no more than 30 days after 'from'")),
                ("limit", Schema.integer("Most lines to read, 1 to 20000; 2000 when left out")),
                ("page", Schema.integer("Lines to ask for at a time, 1 to 5000; 1000 when left out")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, VictoriaLogsAPI.path("query"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let query = try input.string("query")
        let scan = try LogsQLScan(query, field: "query")
        let plan = VictoriaLogsLineReader.Plan(
            query: scan.hasComment ? query + "\n" : query, window: try input.window(days: 30),
            pageSize: try input.integer("page", in: 1...5000, default: VictoriaLogsQuery.defaultPage),
            cap: try input.integer("limit", in: 1...20_000, default: VictoriaLogsQuery.defaultCap),
            order: scan.keepsLines ? LogsQL(options: options).order : nil)
        return Reading(reader: VictoriaLogsLineReader(plan, timeField: options.timeField))
    }

    private struct Reading: Conversation {
        var reader: VictoriaLogsLineReader

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else { return .calls([.http(reader.call)]) }
            if reader.take(outcome) { return .calls([.http(reader.call)]) }
            let conclusion = reader.conclusion()
            return .done(conclusion.evidence, conclusion.diagnostics)
        }
    }
}
