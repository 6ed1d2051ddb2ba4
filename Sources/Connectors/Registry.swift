public import Core

/// The connectors that there are, one line each.
public enum Registry {
    public static let connectors: [any Connector.Type] = [
        AlertmanagerConnector.self,
        ArgoCDConnector.self,
        ConfluenceConnector.self,
        IncidentDirectoryConnector.self,
        GitConnector.self,
        GitHubConnector.self,
        GrafanaConnector.self,
        HealthchecksConnector.self,
        JaegerConnector.self,
        JiraConnector.self,
        KubernetesConnector.self,
        LokiConnector.self,
        PagerDutyConnector.self,
        PrometheusConnector.self,
        SentryConnector.self,
        SlackConnector.self,
        TempoConnector.self,
        VictoriaLogsConnector.self,
        VictoriaMetricsConnector.self,
    ]

    /// The connector for a kind of source; `nil` when there is none.
    public static func connector(for kind: SourceKind) -> (any Connector.Type)? {
        connectors.first { $0.kind == kind }
    }
}
