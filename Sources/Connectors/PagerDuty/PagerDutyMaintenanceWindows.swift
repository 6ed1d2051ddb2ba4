import Core

/// Planned maintenance that overlaps a window. During it, PagerDuty opens no incident for the services named.
struct PagerDutyMaintenanceWindows: Tool {
    let description = ToolDescription(
        name: "pagerduty_maintenance_windows", summary: "Maintenance windows that overlap a window.",
        input: Schema.object(
            [("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window"))],
            required: ["from", "to"]),
        routes: [.http(.get, ["maintenance_windows"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try Input(input).window(days: 180)
        return PagerDutyListing(
            // The list cannot be narrowed to a time, and by default leaves past windows out of some accounts' answers.
            pager: PagerDutyPager(
                ["maintenance_windows"], member: "maintenance_windows", what: "maintenance windows",
                query: [.init("filter", "all")]),
            conclude: { pager in
                var unreadable = 0
                var evidence: [Evidence] = []
                for item in pager.items {
                    guard let found = maintenance(item.value) else {
                        unreadable += 1
                        continue
                    }
                    guard TimeWindow(from: found.from, to: found.to).overlaps(window) else { continue }
                    evidence.append(
                        Evidence(
                            .maintenance(found), from: [item.exchange],
                            service: found.services.count == 1 ? found.services.first : nil, stamp: Stamp(found.from),
                            window: window, query: "maintenance window \(found.id)",
                            link: PagerDutyAPI.link(item.value["html_url"], or: "/maintenance_windows#/show/\(found.id)")))
                }
                return (PagerDutyRecords.byTime(evidence), unreadable)
            },
            nothing: "no maintenance window overlaps the window", window: window, query: "maintenance windows",
            link: "/maintenance_windows")
    }
}

private func maintenance(_ value: JSONValue) -> MaintenanceWindow? {
    guard let id = value["id"]?.string, let from = PagerDutyRecords.stamp(value["start_time"])?.time,
        let to = PagerDutyRecords.stamp(value["end_time"])?.time
    else { return nil }
    return MaintenanceWindow(
        id: id, title: value["description"]?.string ?? PagerDutyAPI.name(value) ?? id,
        services: (value["services"]?.array ?? []).compactMap { PagerDutyAPI.name($0) }.sorted(), from: from, to: to,
        createdBy: PagerDutyAPI.person(value["created_by"]))
}
