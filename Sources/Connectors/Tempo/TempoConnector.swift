public import Core

/// Grafana Tempo: searches for traces, whole traces, names and values of attributes, and metrics made from spans.
///
/// Written against the HTTP API of Tempo 2 and 3 (grafana.com/docs/tempo, "Tempo HTTP API").
public struct TempoConnector: Connector {
    public static let kind: SourceKind = "tempo"
    public static let dataClass = DataClass.traces
    public static let optionNames: Set<String> = []

    public init(_ source: SourceDescription) throws(InputError) {}

    public var tools: [any Tool] {
        [
            TempoServiceTraces(), TempoSearch(), TempoTrace(), TempoTags(), TempoTagValues(), TempoMetricsRange(),
            TempoMetricsInstant(), TempoStatus(),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .service(let service, let scope):
            return [
                Probe(
                    tool: "tempo_service_traces", service: service, scope: scope, purpose: "traces of \(service.name)")
            ]
        case .surroundings(let scope):
            let members = [("tag", JSONValue.string("resource.service.name"))] + scope.window.inputMembers
            return [
                Probe(
                    tool: "tempo_tag_values", input: .object(JSONObject(members)), purpose: "services that appear in traces")
            ]
        case .trace(let id, _, let scope):
            let members = [("id", JSONValue.string(id))] + scope.window.inputMembers
            return [Probe(tool: "tempo_trace", input: .object(JSONObject(members)), purpose: "trace \(id)")]
        case .estate, .reference, .window: return []
        }
    }

    public var checkup: Probe { Probe(tool: "tempo_status", input: [:], purpose: "whether Tempo answers") }
}
