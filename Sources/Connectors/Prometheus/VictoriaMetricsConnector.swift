public import Core

/// VictoriaMetrics: Prometheus' API with differences that matter to evidence. Results may be partial without an error
/// (`isPartial`), cached results may hide samples written late (`nocache=1` is sent), scalars come back as vectors, and rules
/// are there only when vmalert is behind the same address.
///
/// The options are those of ``PrometheusConnector``.
public struct VictoriaMetricsConnector: Connector {
    public static let kind: SourceKind = "victoriametrics"
    public static let dataClass = DataClass.metrics
    public static let optionNames: Set<String> = ["maxSeries", "maxPoints", "queryTimeout"]
    private let source: PrometheusSource

    public init(_ source: SourceDescription) throws(InputError) {
        self.source = try PrometheusSource(source, dialect: .victoriaMetrics)
    }

    public var tools: [any Tool] { source.tools }
    public func probes(for subject: Subject) -> [Probe] { source.probes(for: subject) }
    public func auditProbes(over window: TimeWindow) -> [Probe] { source.auditProbes(over: window) }
    public var checkup: Probe { source.checkup }
}
