import Core

/// One incident with the alerts that opened it.
struct PagerDutyIncident: Tool {
    let description = ToolDescription(
        name: "pagerduty_incident",
        summary: "An incident and the alerts that opened it.",
        input: Schema.object([("id", Schema.string("The incident's id, such as PT4KHLK"))], required: ["id"]),
        routes: [
            .http(.get, ["incidents", "*"]), .http(.get, ["incidents", "*", "alerts"]),
            .http(.get, ["incidents", "*", "log_entries"]),
        ])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        PagerDutyIncidentConversation(id: try PagerDutyReference.id(try Input(input)))
    }
}
