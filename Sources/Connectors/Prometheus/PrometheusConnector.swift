public import Core

/// Prometheus, and what speaks its HTTP API (Thanos, Mimir, Cortex). Format: the project's `docs/querying/api.md`.
///
/// Options: `maxSeries` (series that one selector may match, 500), `maxPoints` (samples a series, 1000, never above 11,000),
/// `queryTimeout` (seconds that the server may spend on one query, 30).
public struct PrometheusConnector: Connector {
    public static let kind: SourceKind = "prometheus"
    public static let dataClass = DataClass.metrics
    public static let optionNames: Set<String> = ["maxSeries", "maxPoints", "queryTimeout"]
    private let source: PrometheusSource

    public init(_ source: SourceDescription) throws(InputError) {
        self.source = try PrometheusSource(source, dialect: .prometheus)
    }

    public var tools: [any Tool] { source.tools }
    public func probes(for subject: Subject) -> [Probe] { source.probes(for: subject) }
    public func auditProbes(over window: TimeWindow) -> [Probe] { source.auditProbes(over: window) }
    public var checkup: Probe { source.checkup }
}
