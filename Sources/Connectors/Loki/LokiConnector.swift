public import Core

/// Grafana Loki: log lines, counts of log lines over time, labels, patterns and the ruler's alerting rules.
///
/// Written against the HTTP API of Loki 3 (grafana.com/docs/loki, "Loki HTTP API").
public struct LokiConnector: Connector {
    public static let kind: SourceKind = "loki"
    public static let dataClass = DataClass.logs
    public static let optionNames: Set<String> = ["serviceLabels"]

    /// Labels that may hold a service's name, the most specific convention first.
    public static let serviceLabels = ["service", "service_name", "app", "job", "container"]

    private let serviceLabels: [String]

    /// Option `serviceLabels`: a list of label names to look for a service's name in, instead of ``serviceLabels``.
    public init(_ source: SourceDescription) throws(InputError) {
        let given = try Input(.object(source.options)).strings("serviceLabels")
        for name in given where !LokiQuery.isLabelName(name) {
            throw InputError("options.serviceLabels", "'\(name.prefix(40))' is not a label's name")
        }
        guard given.count <= 10 else { throw InputError("options.serviceLabels", "more than 10 labels") }
        serviceLabels = given.isEmpty ? LokiConnector.serviceLabels : given
    }

    public var tools: [any Tool] {
        [
            LokiQueryRange(), LokiMetricRange(), LokiServiceLogs(serviceLabels: serviceLabels), LokiLabels(),
            LokiLabelValues(), LokiSeries(), LokiPatterns(), LokiRules(),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .estate:
            return [Probe(tool: "loki_rules", input: [:], purpose: "alerting rules on logs")]
        case .service(let service, let scope):
            var members: [(String, JSONValue)] = [("service", .string(service.name))]
            if let selector = service.selector { members.append(("selector", .string(selector))) }
            members += scope.window.inputMembers
            members.append(("baselineFrom", .string(scope.baseline.from.rfc3339Exact)))
            members.append(("baselineTo", .string(scope.baseline.to.rfc3339Exact)))
            return [
                Probe(tool: "loki_service_logs", input: .object(JSONObject(members)), purpose: "logs of \(service.name)")
            ]
        case .reference, .window, .surroundings, .trace: return []
        }
    }

    public var checkup: Probe { Probe(tool: "loki_labels", input: [:], purpose: "whether Loki answers") }
}
