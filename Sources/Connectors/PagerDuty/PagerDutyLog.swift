import Core

/// What happened to all incidents in a window, from the account's log: paged, acknowledged, resolved.
struct PagerDutyLog: Tool {
    let description = ToolDescription(
        name: "pagerduty_log",
        summary: "What happened to the incidents of all services in a window: paged, acknowledged, resolved.",
        input: Schema.object(
            [
                ("from", Schema.time("Start of the window")),
                ("to", Schema.time("End of the window; no more than 180 days after 'from'")),
            ], required: ["from", "to"]),
        routes: [.http(.get, ["log_entries"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try Input(input).window(days: 180)
        return PagerDutyListing(
            pager: PagerDutyPager(
                ["log_entries"], member: "log_entries", what: "log entries", query: PagerDutyAPI.window(window)),
            conclude: { pager in
                var unreadable = 0
                var evidence: [Evidence] = []
                for item in pager.items {
                    guard let incident = item.value["incident"]?["id"]?.string,
                        var found = PagerDutyRecords.event(
                            item, incident: incident, service: PagerDutyAPI.name(item.value["service"])),
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
            nothing: "nothing happened to any incident in the window", window: window, query: "log entries in the window",
            link: "/incidents")
    }
}
