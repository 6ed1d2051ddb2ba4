public import Core

/// Grafana Loki: log lines, counts of log lines over time, labels, patterns and the ruler's alerting rules.
///
/// Written against the HTTP API of Loki 3 (grafana.com/docs/loki, "Loki HTTP API").
public struct LokiConnector: Connector {
    public static let kind: SourceKind = "loki"
    public static let dataClass = DataClass.logs
    public static let optionNames: Set<String> = ["serviceLabels", "wideLabels"]

    /// Labels that may hold a service's name, the most specific convention first.
    public static let serviceLabels = ["service", "service_name", "app", "job", "container"]

    /// Labels that hold many services, which a search for a trace may be widened by; the first that all streams share wins.
    public static let wideLabels = ["namespace", "environment", "env", "cluster"]

    private let serviceLabels: [String]
    private let wideLabels: [String]

    /// Option `serviceLabels`: a list of label names to look for a service's name in, instead of ``serviceLabels``;
    /// `wideLabels`: the same for ``wideLabels``.
    public init(_ source: SourceDescription) throws(InputError) {
        let input = try Input(.object(source.options))
        serviceLabels = try LokiConnector.labels(input, "serviceLabels") ?? LokiConnector.serviceLabels
        wideLabels = try LokiConnector.labels(input, "wideLabels") ?? LokiConnector.wideLabels
    }

    private static func labels(_ input: Input, _ option: String) throws(InputError) -> [String]? {
        let given = try input.strings(option)
        for name in given where !LokiQuery.isLabelName(name) {
            throw InputError("options.\(option)", "'\(name.prefix(40))' is not a label's name")
        }
        guard given.count <= 10 else { throw InputError("options.\(option)", "more than 10 labels") }
        return given.isEmpty ? nil : given
    }

    public var tools: [any Tool] {
        [
            LokiQueryRange(), LokiMetricRange(), LokiServiceLogs(serviceLabels: serviceLabels),
            LokiLogs(serviceLabels: serviceLabels, wideLabels: wideLabels), LokiLabels(), LokiLabelValues(), LokiSeries(),
            LokiPatterns(), LokiRules(), LokiAlerts(), LokiMetricAt(), LokiVolume(isRange: false), LokiVolume(isRange: true),
            LokiIndexStats(), LokiDetected.fields, LokiDetected.values, LokiDetected.labels, LokiLimits(),
            UpTool("loki_ready", system: "Loki", path: ["ready"], word: "ready"),
            RecordTool(
                "loki_build_info", "Which version of Loki answers; empty where the build carries none.", title: "build of Loki",
                call: LokiAPI.get(LokiAPI.path("status", "buildinfo")), fields: [.init("version"), .init("revision")]),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .estate:
            return [Probe(tool: "loki_rules", input: [:], purpose: "alerting rules on logs")]
        case .service(let service, let scope):
            return [
                Probe(
                    tool: "loki_service_logs", service: service, scope: scope, takesSelector: true,
                    purpose: "logs of \(service.name)")
            ]
        case .trace(let id, let service?, let scope):
            let question = LogQuestion(service: service, window: scope.window, traceID: id)
            return [Probe(tool: "loki_logs", input: question.input, purpose: "lines of trace \(id)")]
        // Loki cannot search all streams: without a service there is none to begin with.
        case .reference, .window, .surroundings, .trace(_, service: nil, _): return []
        }
    }

    public var checkup: Probe { Probe(tool: "loki_labels", input: [:], purpose: "whether Loki answers") }
}
