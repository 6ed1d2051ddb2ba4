import Core

/// The services that PagerDuty knows.
struct PagerDutyServices: Tool {
    let description = ToolDescription(
        name: "pagerduty_services", summary: "Names and ids of the services that PagerDuty knows.",
        input: Schema.object([("limit", Schema.integer("Most services to list, 1 to 2000; 2000 when left out"))]),
        routes: [.http(.get, ["services"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        var pager = PagerDutyPager(
            ["services"], member: "services", what: "services", query: [.init("sort_by", "name")],
            cap: try input.integer("limit", in: 1...2000, default: 2000))
        pager.isCapAsked = pager.cap < 2000
        return PagerDutyListing(
            pager: pager,
            conclude: { pager in
                let entries = pager.items.map { item in
                    Inventory.Entry(name: PagerDutyAPI.name(item.value) ?? "", detail: item.value["id"]?.string)
                }
                guard !entries.isEmpty else { return ([], 0) }
                return (
                    [
                        Evidence(
                            .inventory(Inventory(of: "services", entries: entries)), from: pager.exchanges, query: "services",
                            link: "/service-directory", completeness: pager.completeness)
                    ], 0
                )
            },
            nothing: "PagerDuty has no service", query: "services", link: "/service-directory")
    }
}
