import Core

/// One incident with all that happened to it.
struct PagerDutyIncident: Tool {
    let description = ToolDescription(
        name: "pagerduty_incident",
        summary: "An incident, the alerts that opened it, its log entries (paged, acknowledged, resolved) and notes.",
        input: Schema.object([("id", Schema.string("The incident's id, such as PT4KHLK"))], required: ["id"]),
        routes: [
            .http(.get, ["incidents", "*"]), .http(.get, ["incidents", "*", "alerts"]),
            .http(.get, ["incidents", "*", "log_entries"]), .http(.get, ["incidents", "*", "notes"]),
        ])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let id = try Input(input).string("id")
        guard PagerDutyReference.isID(id) else { throw InputError("id", "expected an incident's id, such as PT4KHLK") }
        return PagerDutyIncidentConversation(id: id)
    }
}
