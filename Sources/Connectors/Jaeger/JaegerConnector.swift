public import Core

/// Jaeger, and what answers as Jaeger does, such as VictoriaTraces: searches for traces, whole traces, services, operations.
///
/// Written against the third version of the query API (github.com/jaegertracing/jaeger-idl, swagger/api_v3) and the older one
/// that Jaeger's own page used, which newer servers no longer have and others alone have.
public struct JaegerConnector: Connector {
    public static let kind: SourceKind = "jaeger"
    public static let dataClass = DataClass.traces
    public static let optionNames: Set<String> = ["api"]

    private let api: JaegerAPI.Choice

    /// Option `api`: `v3`, `legacy`, or `auto` (by default), which asks for the third version's services and takes the older
    /// one when there is no such path.
    public init(_ source: SourceDescription) throws(InputError) {
        guard let text = try Input(.object(source.options)).optionalString("api") else {
            api = .auto
            return
        }
        guard let api = JaegerAPI.Choice(rawValue: text) else {
            throw InputError("options.api", "'\(text.prefix(40))' is none of 'auto', 'v3' and 'legacy'")
        }
        self.api = api
    }

    public var tools: [any Tool] {
        [
            JaegerServiceTraces(api: api), JaegerSearch(api: api), JaegerTrace(api: api), JaegerServices(api: api),
            JaegerOperations(api: api), JaegerDependencies(api: api),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .service(let service, let scope):
            return [
                Probe(
                    tool: "jaeger_service_traces", service: service, scope: scope, purpose: "traces of \(service.name)")
            ]
        case .surroundings(let scope):
            return [
                Probe(tool: "jaeger_services", input: [:], purpose: "services that appear in traces"),
                Probe(
                    tool: "jaeger_dependencies", input: .object(JSONObject(scope.window.inputMembers)),
                    purpose: "which service calls which"),
            ]
        case .trace(let id, _, _): return [Probe(tool: "jaeger_trace", input: ["id": .string(id)], purpose: "trace \(id)")]
        case .estate, .reference, .window: return []
        }
    }

    public var checkup: Probe { Probe(tool: "jaeger_services", input: [:], purpose: "whether Jaeger answers") }
}
