public import Core

/// Grafana: annotations are written. Dashboards, alert rules and state history are not read yet.
///
/// Written against the HTTP API (grafana.com/docs/grafana, `public/api-merged.json` of the project).
public struct GrafanaConnector: Connector {
    public static let kind: SourceKind = "grafana"
    public static let dataClass = DataClass.metrics
    public static let optionNames: Set<String> = []

    /// No options.
    public init(_ source: SourceDescription) throws(InputError) {}

    public var tools: [any Tool] { [GrafanaHealth(), GrafanaAnnotate()] }

    public func probes(for subject: Subject) -> [Probe] { [] }

    public var checkup: Probe {
        Probe(tool: "grafana_health", input: [:], purpose: "whether Grafana answers and knows the credential")
    }
}
