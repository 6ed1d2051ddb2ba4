import Core

/// What an investigation wants of a service's traces: which failed, and some of them whole, with healthy ones beside them.
struct JaegerServiceTraces: Tool {
    static let defaultMost = 12

    let api: JaegerAPI.Choice

    let description = ToolDescription(
        name: "jaeger_service_traces",
        summary: "A service's traces: which failed in a window, part by part, and some of them whole: the earliest and slowest "
            + "failures found, others spread over the window, and healthy ones of the window and the hour before.",
        input: Schema.object(
            [
                ("service", Schema.string("The service's name")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                ("baselineFrom", Schema.time("Start of what is normal")),
                ("baselineTo", Schema.time("End of what is normal; its last hour is looked at")),
                ("traces", Schema.integer("Most traces to give whole, 1 to 50; 12 when left out")),
            ], required: ["service", "from", "to", "baselineFrom", "baselineTo"]),
        routes: JaegerAPI.searchRoutes)

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let service = try JaegerAPI.service(input)
        let window = try input.window(days: 31)
        let baseline = try input.window("baselineFrom", "baselineTo", days: 366)
        let most = try input.integer("traces", in: 1...50, default: Self.defaultMost)
        return JaegerConversation(api, "traces of \(service)") { version, _ in
            JaegerServiceConversation(
                service: service, window: window, baseline: baseline, most: most, version: version)
        }
    }
}
