import Core

/// The incidents that were opened in a window.
struct PagerDutyIncidents: Tool {
    let description = ToolDescription(
        name: "pagerduty_incidents", summary: "Incidents of all services that were opened in a window.",
        input: Schema.object(
            [
                ("from", Schema.time("Start of the window")),
                ("to", Schema.time("End of the window; no more than 180 days after 'from'")),
            ], required: ["from", "to"]),
        routes: [.http(.get, ["incidents"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try Input(input).window(days: 180)
        return PagerDutyListing(
            pager: PagerDutyPager(
                ["incidents"], member: "incidents", what: "incidents",
                query: PagerDutyAPI.window(window) + [.init("sort_by", "created_at:asc")]),
            conclude: { pager in
                var unreadable = 0
                var evidence: [Evidence] = []
                for item in pager.items {
                    guard var found = PagerDutyRecords.incident(item.value, exchanges: [item.exchange]),
                        let time = found.stamp?.time
                    else {
                        unreadable += 1
                        continue
                    }
                    guard time <= window.to.adding(seconds: 1), window.from.adding(seconds: -1) <= time else { continue }
                    found.window = window
                    evidence.append(found)
                }
                return (PagerDutyRecords.byTime(evidence), unreadable)
            },
            nothing: "no incident was opened in the window", window: window, query: "incidents opened in the window",
            link: "/incidents")
    }
}
