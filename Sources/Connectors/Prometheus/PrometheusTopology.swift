import Core

/// Who calls whom, from the series that service graphs (Tempo, OpenTelemetry's `servicegraph` connector) and Istio leave.
struct PrometheusTopology: Conversation {
    private static let expression =
        "count by (client, server, source_workload, destination_workload, source_app, destination_app) "
        + "({__name__=~\"traces_service_graph_request_total|istio_requests_total|traces_service_graph_request_server_seconds_count\"})"
    /// Labels that name the callers and the callees of each kind of series, the best first: Istio's `app` is the service, its
    /// workload may be one version of it.
    private static let ends = [
        (callers: ["client"], callees: ["server"]),
        (callers: ["source_app", "source_workload"], callees: ["destination_app", "destination_workload"]),
    ]

    private let source: PrometheusSource
    private let window: TimeWindow
    private var hasAsked = false

    init(_ source: PrometheusSource, _ input: Input) throws(InputError) {
        self.source = source
        window = try input.window()
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard hasAsked else {
            hasAsked = true
            return .calls([source.instant(Self.expression, at: window.to, limit: PrometheusSource.listLimit)])
        }
        return PrometheusSource.one(outcomes, "service graph", read)
    }

    private func read(_ answer: PrometheusAnswer) -> Step {
        let result = PrometheusResult(answer.data)
        var diagnostics = answer.diagnostics("service graph") + result.diagnostics("service graph", answer.key)
        let found = Set(result.series.compactMap(Self.dependency))
        let sorted = found.sorted { ($0.caller, $0.callee) < ($1.caller, $1.callee) }
        func evidence(_ observation: Observation, _ completeness: Completeness) -> Evidence {
            Evidence(
                observation, from: [answer.key], window: window, query: Self.expression,
                link: source.graphLink(Self.expression, window), completeness: completeness)
        }
        guard !sorted.isEmpty else {
            let nothing = Observation.nothing("calls between services, by service graphs or Istio, at \(window.to.rfc3339())")
            var completeness = answer.completeness(isEmpty: true)
            if !result.series.isEmpty || !result.isRead, completeness == .noneThere {
                completeness = .failed(reason: "the series there are do not name both ends of a call")
            }
            return .done([evidence(nothing, completeness)], diagnostics)
        }
        var completeness = answer.completeness(isEmpty: false)
        if sorted.count > PrometheusSource.listLimit {
            completeness = .cutOff(reason: "the first \(PrometheusSource.listLimit) of \(sorted.count) pairs of services")
            let says =
                "service graph: \(sorted.count) pairs of services came, the first \(PrometheusSource.listLimit) were read"
            diagnostics.append(Diagnostic(.partial, says, exchange: answer.key))
        }
        return .done(sorted.prefix(PrometheusSource.listLimit).map { evidence(.dependency($0), completeness) }, diagnostics)
    }

    /// `nil` where one end is not known, or both are the same.
    private static func dependency(_ series: PrometheusSeries) -> Dependency? {
        for end in ends {
            guard let caller = name(series, end.callers), let callee = name(series, end.callees) else { continue }
            return caller == callee ? nil : Dependency(caller: caller, callee: callee)
        }
        return nil
    }

    private static func name(_ series: PrometheusSeries, _ labels: [String]) -> String? {
        labels.lazy.compactMap { series.labels[$0] }.first { !$0.isEmpty && $0 != "unknown" && $0.utf8.count <= 300 }
    }
}
