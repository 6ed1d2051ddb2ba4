import Core

/// The incidents that were opened in a window.
struct PagerDutyIncidents: Tool {
    let description = ToolDescription(
        name: "pagerduty_incidents", summary: "Incidents of all services that were opened in a window.",
        input: PagerDutyListing.window, routes: [.http(.get, ["incidents"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try Input(input).window(days: 180)
        return PagerDutyListing(
            pager: PagerDutyPager(
                ["incidents"], member: "incidents", what: "incidents",
                query: PagerDutyAPI.window(window) + [.init("sort_by", "created_at:asc")], cap: PagerDutyAPI.furthest),
            conclude: PagerDutyListing.records(in: window) { item in
                PagerDutyRecords.incident(item.value, exchanges: [item.exchange])
            },
            nothing: "no incident was opened in the window", window: window, query: "incidents opened in the window",
            link: "/incidents")
    }
}
