import Core

/// What an investigation wants of a service's logs: its error and warning lines, how many there were each minute, and what
/// both were like before.
struct LokiServiceLogs: Tool {
    let serviceLabels: [String]

    static let filter = "|~ " + LogLiteral.quoted(FailureWords.pattern)

    let description = ToolDescription(
        name: "loki_service_logs",
        summary: "A service's error and warning lines in a window, lines a minute (all, and errors and warnings), the count "
            + "of errors and warnings an hour over the baseline, and a sample of those from the day before the window.",
        input: Schema.object(
            [
                (
                    "service",
                    Schema.string("The service's name, looked for in the labels service, service_name, app, job, container")
                ),
                ("selector", Schema.string("Stream selector to use instead, such as app=\"checkout\"")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                ("baselineFrom", Schema.time("Start of what is normal; no more than 30 days before 'baselineTo'")),
                ("baselineTo", Schema.time("End of what is normal")),
                ("limit", Schema.integer("Most lines of the window to read, 1 to 20000; 2000 when left out")),
            ], required: ["service", "from", "to", "baselineFrom", "baselineTo"]),
        routes: [.http(.get, LokiAPI.path("series")), .http(.get, LokiAPI.path("query_range"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let service = try input.string("service")
        guard service.utf8.count <= 500 else { throw InputError("service", "is longer than 500 bytes") }
        var selector: String?
        if let given = try input.optionalString("selector"), given.contains(where: { $0 != " " }) {
            selector = try LokiQuery.selector(given, field: "selector")
        }
        let plan = LokiServicePlan(
            service: service, window: try input.window(days: 30),
            baseline: try input.window("baselineFrom", "baselineTo", days: 30),
            cap: try input.integer("limit", in: 1...20_000, default: LokiQueryRange.defaultCap))
        return LokiServiceConversation(plan: plan, selector: selector, serviceLabels: serviceLabels)
    }
}
