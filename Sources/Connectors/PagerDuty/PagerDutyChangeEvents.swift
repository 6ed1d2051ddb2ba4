import Core

/// Changes that pipelines reported to PagerDuty.
struct PagerDutyChangeEvents: Tool {
    let description = ToolDescription(
        name: "pagerduty_change_events", summary: "Change events (deploys, configuration) that were sent in a window.",
        input: Schema.object(
            [
                ("from", Schema.time("Start of the window")),
                ("to", Schema.time("End of the window; no more than 90 days after 'from'")),
            ], required: ["from", "to"]),
        routes: [.http(.get, ["change_events"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try Input(input).window(days: 90)
        return PagerDutyListing(
            pager: PagerDutyPager(
                ["change_events"], member: "change_events", what: "change events",
                query: Array(PagerDutyAPI.window(window).prefix(2))),
            conclude: { pager in
                let made = pager.items.map { change($0, window: window) }
                return (PagerDutyRecords.byTime(made.compactMap { $0 }), made.count { $0 == nil })
            },
            nothing: "no change event was sent in the window", window: window, query: "change events in the window",
            link: "/change_events")
    }
}

private func change(_ item: PagerDutyPager.Item, window: TimeWindow) -> Evidence? {
    let value = item.value
    guard let id = value["id"]?.string, let stamp = PagerDutyRecords.stamp(value["timestamp"]) else { return nil }
    let details = value["custom_details"]
    func detail(_ names: [String]) -> String? {
        for name in names {
            if let text = details?[name]?.string, !text.isEmpty { return String(text.prefix(200)) }
        }
        return nil
    }
    let services = (value["services"]?.array ?? []).compactMap { PagerDutyAPI.name($0) }
    let service = detail(["service", "app", "application"]) ?? (services.count == 1 ? services.first : nil)
    let title = PagerDutyAPI.name(value) ?? id
    let author = detail(["author", "user", "actor", "deployed_by", "triggered_by"])
    let made = Change(
        kind: kind(of: title), id: id, title: title, service: service, author: author.map { Person(id: $0) },
        revision: detail(["revision", "commit", "commit_sha", "sha", "git_sha", "build_sha"]),
        previousRevision: detail(["previous_revision", "previous_commit", "previous_sha"]))
    return Evidence(
        .change(made), from: [item.exchange], service: service, stamp: stamp, window: window, query: "change event \(id)",
        link: PagerDutyAPI.link(
            value["links"]?[0]?["href"], or: PagerDutyAPI.link(value["html_url"], or: "/change_events/\(id)")))
}

/// A change event has no kind of its own; its summary's words are all there is. Most are deploys.
private func kind(of title: String) -> Change.Kind {
    let words = title.lowercased()
    func has(_ text: String) -> Bool { words.range(ofText: text) != nil }
    if has("rollback") || has("roll back") || has("rolled back") || has("revert") { return .rollback }
    if has("flag") || has("toggle") { return .flag }
    if has("config") || has("setting") { return .configuration }
    if has("terraform") || has("infrastructure") || has("scal") || has("node") { return .infrastructure }
    return .deploy
}
