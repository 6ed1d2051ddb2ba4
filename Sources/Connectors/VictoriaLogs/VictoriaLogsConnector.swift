public import Core

/// VictoriaLogs: log lines, their counts over time, their patterns, and which fields and streams there are.
///
/// Written against the HTTP API and LogsQL of VictoriaLogs 1 (docs.victoriametrics.com/victorialogs, "Querying" and "LogsQL"), and
/// recorded answers of 1.26.0.
public struct VictoriaLogsConnector: Connector {
    public static let kind: SourceKind = "victorialogs"
    public static let dataClass = DataClass.logs
    public static let optionNames: Set<String> = ["serviceFields", "streamFields", "severityFields", "timeField"]

    private let options: VictoriaLogsOptions

    /// Options: `serviceFields`, `streamFields`, `severityFields` (lists of names) and `timeField`; see ``VictoriaLogsOptions``.
    public init(_ source: SourceDescription) throws(InputError) {
        options = try VictoriaLogsOptions(try Input(.object(source.options)))
    }

    public var tools: [any Tool] {
        [
            VictoriaLogsQuery(options: options), VictoriaLogsHitsTool(), VictoriaLogsStats(isRange: false),
            VictoriaLogsStats(isRange: true), VictoriaLogsListing.fieldNames, VictoriaLogsListing.fieldValues,
            VictoriaLogsListing.streams, VictoriaLogsFacets(), VictoriaLogsLogs(options: options),
            VictoriaLogsServiceLogs(options: options),
            UpTool("victorialogs_health", system: "VictoriaLogs", path: ["health"], word: "OK"), VictoriaLogsFlags(),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .service(let service, let scope):
            return [
                Probe(
                    tool: "victorialogs_service_logs", service: service, scope: scope, takesSelector: true,
                    purpose: "logs of \(service.name)")
            ]
        case .estate:
            return [Probe(tool: "victorialogs_flags", input: [:], purpose: "how long logs are kept")]
        case .trace(let id, _, let scope):
            let question = LogQuestion(window: scope.window, traceID: id)
            return [Probe(tool: "victorialogs_logs", input: question.input, purpose: "lines of trace \(id)")]
        case .reference, .window, .surroundings: return []
        }
    }

    public var checkup: Probe {
        Probe(tool: "victorialogs_field_names", input: [:], purpose: "whether VictoriaLogs answers")
    }
}
