import Core

/// What happened to one incident.
struct PagerDutyTimeline: Tool {
    let description = ToolDescription(
        name: "pagerduty_timeline",
        summary: "An incident's log entries (paged, acknowledged, resolved) and notes, by time.",
        input: Schema.object([("id", Schema.string("The incident's id, such as PT4KHLK"))], required: ["id"]),
        routes: [.http(.get, ["incidents", "*", "log_entries"]), .http(.get, ["incidents", "*", "notes"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        PagerDutyTimelineConversation(id: try PagerDutyReference.id(try Input(input)))
    }
}
