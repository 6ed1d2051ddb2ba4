import Core
import Testing

@testable import Lab

@Suite("The stand-in for Grafana")
struct GrafanaStandInTests {
    private let grafana: GrafanaStandIn

    init() throws {
        let board = GrafanaModel.dashboard(
            service: "checkout", id: 1, requests: "http_requests_total", duration: "http_request_duration_seconds",
            serviceLabel: "service", errors: "code=~\"5..\"")
        let other = GrafanaModel.dashboard(
            service: "cart", id: 2, requests: "http_requests_total", duration: "http_request_duration_seconds",
            serviceLabel: "service", errors: "code=~\"5..\"")
        let note = GrafanaModel.Note(
            id: 7, time: try instant("2026-11-20T14:21:00Z"), end: try instant("2026-11-20T14:31:00Z"), text: "load test",
            tags: ["test"], login: "mia")
        let rule = GrafanaModel.Rule(
            uid: "r1", title: "CheckoutErrors", group: "checkout", expression: "x", comparison: "gt", threshold: 0.05,
            holdFor: "10m", labels: [("service", "checkout")])
        grafana = GrafanaStandIn(
            model: GrafanaModel(
                dashboards: [board, other], rules: [rule],
                muteTimings: [.init(name: "nights", weekdays: [], times: [("22:00", "24:00")])], notes: [note],
                routes: [.init(receiver: "oncall", matchers: [("service", "=", "checkout")], muteTimings: ["nights"])],
                contactPoints: [("oncall", ["pagerduty", "slack"])], fallback: "oncall"),
            token: "t", prometheusPort: 9090)
    }

    private func ask(_ target: String, token: String = "t") -> WebAnswer {
        grafana.answer(WebRequest(target: target, headers: [("Authorization", "Bearer \(token)")]))
    }

    @Test("the list of folders and dashboards is paged, and searched by title, tag and type")
    func search() throws {
        let first = try #require(try ask("/api/search?limit=2&page=1").json().array)
        let second = try #require(try ask("/api/search?limit=2&page=2").json().array)
        #expect(first.compactMap { $0["title"]?.string } == ["Shop", "cart overview"])
        #expect(second.compactMap { $0["title"]?.string } == ["checkout overview"])
        #expect(try ask("/api/search?query=CHECK&tag=service&type=dash-db").json().array?.count == 1)
        #expect(try ask("/api/dashboards/uid/svc-1-checkout").json()["dashboard"]?["panels"]?.array?.count == 3)
        #expect(ask("/api/dashboards/uid/none").status == 404)
    }

    @Test("annotations come when they overlap the time asked for, in milliseconds")
    func annotations() throws {
        let from = try instant("2026-11-20T14:30:00Z").nanoseconds / 1_000_000
        #expect(try ask("/api/annotations?from=\(from)&to=\(from + 1)").json().array?.count == 1)
        #expect(try ask("/api/annotations?from=\(from + 120_000)&to=\(from + 180_000)").json().array?.isEmpty == true)
    }

    @Test("what is below the proxy's path goes to the Prometheus behind it, without the credential")
    func proxy() throws {
        let target = "/api/datasources/proxy/uid/\(GrafanaStandIn.prometheusUID)/api/v1/query?query=up%7Ba%3D%22b%22%7D"
        let headers = [("Authorization", "Bearer t"), ("Accept", "application/json")]
        let found = try #require(grafana.forwarded(WebRequest(target: target, headers: headers)))
        #expect(found.port == 9090)
        #expect(found.request.target == "/api/v1/query?query=up%7Ba%3D%22b%22%7D")
        #expect(found.request.header("authorization") == nil)
        #expect(found.request.header("accept") == "application/json")
        #expect(grafana.forwarded(WebRequest(target: target)) == nil)
        #expect(grafana.forwarded(WebRequest(target: "/api/datasources", headers: headers)) == nil)
        #expect(ask("/api/datasources/proxy/uid/none/api/v1/query").status == 404)
    }

    @Test("a wrong token is refused with Grafana's words, but for the health")
    func token() throws {
        #expect(ask("/api/org", token: "x").status == 401)
        #expect(try ask("/api/org", token: "x").json()["messageId"]?.string == "api-key.invalid")
        #expect(ask("/api/health", token: "x").status == 200)
    }

    @Test("rules have a chain of three nodes, states by group, and routes their mute timings")
    func alerting() throws {
        let rules = try ask("/api/v1/provisioning/alert-rules").json()
        #expect(rules[0]?["condition"]?.string == "C")
        #expect(rules[0]?["data"]?.array?.count == 3)
        let states = try ask("/api/prometheus/grafana/api/v1/rules").json()
        #expect(states["data"]?["groups"]?[0]?["rules"]?[0]?["uid"]?.string == "r1")
        #expect(try ask("/api/v1/provisioning/policies").json()["routes"]?[0]?["mute_time_intervals"]?[0]?.string == "nights")
        #expect(try ask("/api/v1/provisioning/contact-points").json().array?.count == 2)
        #expect(try ask("/api/v1/provisioning/mute-timings").json()[0]?["name"]?.string == "nights")
    }
}
