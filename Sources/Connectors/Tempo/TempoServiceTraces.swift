import Core

/// What an investigation wants of a service's traces: how its requests fared over the window and before, and some of them
/// whole.
struct TempoServiceTraces: Tool {
    static let defaultMost = 12

    let description = ToolDescription(
        name: "tempo_service_traces",
        summary: "A service's requests as its traces show them: rate by status, share of failures, quantiles of duration, in a "
            + "window and in the day before; which traces failed; and some traces whole: the earliest and slowest failures, "
            + "others spread over the window, and healthy ones to compare with.",
        input: Schema.object(
            [
                ("service", Schema.string("The service's name, as the resource attribute service.name has it")),
                ("from", Schema.time("Start of the window")),
                ("to", Schema.time("End of the window, no more than 168 hours after 'from'")),
                ("baselineFrom", Schema.time("Start of what is normal")),
                ("baselineTo", Schema.time("End of what is normal; metrics are read of its last day only")),
                ("traces", Schema.integer("Most traces to read whole, 1 to 50; 12 when left out")),
            ], required: ["service", "from", "to", "baselineFrom", "baselineTo"]),
        routes: [
            .http(.get, ["api", "search"]), .http(.get, ["api", "metrics", "query_range"]),
            .http(.get, ["api", "metrics", "query"]), .http(.get, ["api", "v2", "traces", "*"]),
            .http(.get, ["api", "traces", "*"]),
        ])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let service = try input.string("service")
        guard service.utf8.count <= 500 else { throw InputError("service", "is longer than 500 bytes") }
        return TempoServiceConversation(
            plan: TempoServicePlan(
                service: service,
                window: try TempoAPI.window(input, longest: TempoAPI.longestSearch, what: "a search"),
                baseline: try input.window("baselineFrom", "baselineTo", days: 366),
                most: try input.integer("traces", in: 1...50, default: Self.defaultMost)))
    }
}
