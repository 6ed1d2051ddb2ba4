import Core

/// What happened to all incidents in a window, from the account's log: paged, acknowledged, resolved.
struct PagerDutyLog: Tool {
    let description = ToolDescription(
        name: "pagerduty_log",
        summary: "What happened to the incidents of all services in a window: paged, acknowledged, resolved.",
        input: PagerDutyListing.window, routes: [.http(.get, ["log_entries"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try Input(input).window(days: 180)
        return PagerDutyListing(
            pager: PagerDutyPager(
                ["log_entries"], member: "log_entries", what: "log entries", query: PagerDutyAPI.window(window),
                cap: PagerDutyAPI.furthest),
            conclude: PagerDutyListing.records(in: window) { item in
                guard let incident = item.value["incident"]?["id"]?.string else { return nil }
                return PagerDutyRecords.event(
                    item, incident: incident, service: PagerDutyAPI.name(item.value["service"]))
            },
            nothing: "nothing happened to any incident in the window", window: window, query: "log entries in the window",
            link: "/incidents")
    }
}
