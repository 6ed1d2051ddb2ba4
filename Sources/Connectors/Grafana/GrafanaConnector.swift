public import Core

/// Grafana: dashboards and their panels' queries, annotations, and the alerting that it does itself. Annotations are written too.
///
/// Written against the HTTP API (grafana.com/docs/grafana, `public/api-merged.json` of the project).
///
/// Options: `maxDashboards` (dashboards that are read to find a service's panels, 12), `maxQueries` (panels' queries that are
/// run for a service, 12), and those of Prometheus for the queries: `maxSeries`, `maxPoints`, `queryTimeout`.
public struct GrafanaConnector: Connector {
    public static let kind: SourceKind = "grafana"
    public static let dataClass = DataClass.metrics
    public static let optionNames: Set<String> = Set(["maxDashboards", "maxQueries"]).union(PrometheusConnector.optionNames)

    private let prometheus: PrometheusSource
    private let mostDashboards: Int
    private let mostQueries: Int

    public init(_ source: SourceDescription) throws(InputError) {
        let options = try Input(.object(source.options))
        mostDashboards = try options.integer("maxDashboards", in: 1...100, default: 12)
        mostQueries = try options.integer("maxQueries", in: 0...100, default: 12)
        prometheus = try PrometheusSource(source, dialect: .prometheus)
    }

    public var tools: [any Tool] {
        [
            GrafanaSearch(), GrafanaDashboard(),
            GrafanaServicePanels(prometheus, mostDashboards: mostDashboards, mostQueries: mostQueries), GrafanaAnnotations(),
            GrafanaAlertRules(), GrafanaAlertHistory(), GrafanaPolicies(), GrafanaList.contactPoints, GrafanaList.muteTimings,
            GrafanaList.silences, GrafanaList.dataSources, GrafanaHealth(), GrafanaAnnotate(),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .estate:
            [
                Probe(tool: "grafana_alert_rules", input: [:], purpose: "Grafana's alert rules"),
                Probe(tool: "grafana_policies", input: [:], purpose: "Grafana's notification policies"),
                Probe(tool: "grafana_silences", input: [:], purpose: "Grafana's silences"),
            ]
        case .window(let scope):
            [
                Probe(
                    tool: "grafana_annotations",
                    input: .object(JSONObject(scope.window.inputMembers + [("type", "annotation")])),
                    purpose: "annotations on dashboards"),
                Probe(
                    tool: "grafana_alert_history", input: .object(JSONObject(scope.window.inputMembers)),
                    purpose: "Grafana's alerts that began or ended"),
            ]
        case .service(let service, let scope):
            [
                Probe(
                    tool: "grafana_service_panels",
                    input: .object(
                        JSONObject(
                            [("service", .string(service.name))] + scope.window.inputMembers + [
                                ("baselineFrom", .string(scope.baseline.from.rfc3339Exact)),
                                ("baselineTo", .string(scope.baseline.to.rfc3339Exact)),
                            ])),
                    purpose: "what the dashboards of \(service.name) show")
            ]
        case .surroundings, .reference, .trace: []
        }
    }

    public var checkup: Probe {
        Probe(tool: "grafana_health", input: [:], purpose: "whether Grafana answers and knows the credential")
    }
}
