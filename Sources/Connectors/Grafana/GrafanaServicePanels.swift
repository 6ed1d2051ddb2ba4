import Core

/// The panels that people look at for a service, and what their queries give over a window and its baseline: the queries are
/// those of the dashboards, sent through the data source proxy. Prometheus' and Loki's are asked; others are listed.
struct GrafanaServicePanels: Tool {
    private let prometheus: PrometheusSource
    private let mostDashboards: Int
    private let mostQueries: Int

    let description = ToolDescription(
        name: "grafana_service_panels",
        summary: "Finds the panels of a service's dashboards and runs their queries in a window and its baseline.",
        input: Schema.object(
            [
                ("service", Schema.string("The service's name")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of it")),
                ("baselineFrom", Schema.time("Start of the normal time it is compared with")),
                ("baselineTo", Schema.time("End of it")),
            ], required: ["service", "from", "to"]),
        routes: GrafanaFinder.routes
            + [["query"], ["query_range"]].map { .http(.get, GrafanaAPI.proxy("*") + ["api", "v1"] + $0) }
            + [.http(.get, GrafanaAPI.proxy("*") + LokiAPI.path("query_range"))])

    init(_ prometheus: PrometheusSource, mostDashboards: Int, mostQueries: Int) {
        self.prometheus = prometheus
        self.mostDashboards = mostDashboards
        self.mostQueries = mostQueries
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let service = try input.string("service")
        let window = try input.window(days: 31)
        let ends = [try input.optionalString("baselineFrom"), try input.optionalString("baselineTo")]
        let hasBaseline = ends.contains { $0 != nil }
        return GrafanaPanelConversation(
            service: service, window: window,
            baseline: hasBaseline ? try input.window("baselineFrom", "baselineTo", days: 400) : nil, prometheus: prometheus,
            mostQueries: mostQueries,
            finder: GrafanaFinder(service: service, limit: 1000, mostPages: 3, mostRead: mostDashboards))
    }
}
