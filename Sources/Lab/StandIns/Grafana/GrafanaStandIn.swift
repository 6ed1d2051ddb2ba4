import Core

/// Grafana's HTTP API as it is documented: search, dashboards, annotations, unified alerting, and the data source proxy, which
/// leads to the staged Prometheus.
struct GrafanaStandIn: ProxyingStandIn {
    static let prometheusUID = "PBFA97CFB590B2093"
    private static let proxy = "/api/datasources/proxy/uid/"

    let model: GrafanaModel
    let token: String
    /// The port of the Prometheus behind the proxy.
    let prometheusPort: Int

    func answer(_ request: WebRequest) -> WebAnswer {
        if request.path == "/api/health" {
            return .json(["commit": "0a1b2c3", "database": "ok", "version": "11.2.0"])
        }
        guard isKnown(request) else {
            return refuse(401, "Invalid API key", "api-key.invalid")
        }
        guard request.method == "GET" else { return refuse(405, "Method Not Allowed", "") }
        let parts = request.segments
        switch parts.dropFirst().joined(separator: "/") {
        case "org": return .json(["id": 1, "name": "Main Org."])
        case "datasources": return .json([dataSource])
        case "search": return search(request)
        case "annotations": return annotations(request)
        case "v1/provisioning/alert-rules": return .json(.array(model.rules.map(rule)))
        case "v1/provisioning/policies": return .json(policies)
        case "v1/provisioning/contact-points": return .json(contactPoints)
        case "v1/provisioning/mute-timings": return .json(.array(model.muteTimings.map(muteTiming)))
        case "prometheus/grafana/api/v1/rules": return .json(states)
        case "alertmanager/grafana/api/v2/silences": return .json([])
        case "v1/rules/history": return .json(emptyHistory)
        default: break
        }
        if parts.count == 4, parts[1] == "dashboards", parts[2] == "uid" {
            guard let found = model.dashboards.first(where: { $0.uid == parts[3] }) else {
                return refuse(404, "Dashboard not found", "dashboards.notFound")
            }
            return .json(dashboard(found))
        }
        if request.path.hasPrefix(Self.proxy) { return refuse(404, "Unable to find datasource", "") }
        return refuse(404, "Not found", "")
    }

    /// What goes through the proxy, without Grafana's own credential and cookies.
    func forwarded(_ request: WebRequest) -> (request: WebRequest, port: Int)? {
        let prefix = Self.proxy + Self.prometheusUID + "/"
        guard isKnown(request), request.target.hasPrefix(prefix) else { return nil }
        let kept = request.headers.filter { !["authorization", "cookie"].contains($0.name) }
        let behind = WebRequest(
            method: request.method, target: "/" + request.target.dropFirst(prefix.count), headers: kept, body: request.body)
        return (behind, prometheusPort)
    }

    private func isKnown(_ request: WebRequest) -> Bool { request.header("authorization") == "Bearer \(token)" }

    private func refuse(_ status: Int, _ message: String, _ id: String) -> WebAnswer {
        .json(
            ["message": .string(message), "messageId": .string(id), "statusCode": .number(status), "traceID": ""],
            status: status)
    }
}
