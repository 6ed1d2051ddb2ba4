import Alerting
import Connectors
import Core
import Foundation
import Testing

/// What recorded conversations of Grafana cannot show.
@Suite("Grafana")
struct GrafanaConnectorTests {
    private static let window = TimeWindow(from: Instant(seconds: 1_795_184_400), to: Instant(seconds: 1_795_185_000))

    private func tool(_ name: String) throws -> any Tool {
        let source = SourceDescription(name: "dashboards", kind: "grafana", url: "https://grafana.shop.example")
        return try #require(try GrafanaConnector(source).tools.first { $0.description.name == name })
    }

    private func outcomes(_ calls: [Call], step: Int, _ answer: (String) -> String) -> [Outcome] {
        calls.enumerated().map { index, call in
            var target = ""
            if case .http(let http) = call { target = http.target }
            let key = CallKey(investigation: "test", round: 0, path: "case", step: step, index: index)
            return Outcome(key: key, call: call, result: .reply(Reply(status: 200, body: Body(answer(target)))))
        }
    }

    /// All that a tool concludes from answers that depend on the request alone.
    private func run(
        _ name: String, _ input: JSONValue = [:], _ answer: (String) -> String
    ) throws -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        var conversation = try tool(name).begin(input)
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        var given: [Outcome] = []
        for number in 0..<100 {
            let step = conversation.next(given)
            evidence += step.evidence
            diagnostics += step.diagnostics
            guard case .calls(let calls) = step.then else { return (evidence, diagnostics) }
            given = outcomes(calls, step: number, answer)
        }
        Issue.record("\(name) has no end")
        return (evidence, diagnostics)
    }

    // MARK: Policies

    @Test("a policy is muted when its mute timings say so, in both spellings and their own time zone")
    func mutedPolicies() throws {
        let end = try run("grafana_policies") { target in
            if target.hasSuffix("/contact-points") { return #"[{"name":"oncall","type":"pagerduty"}]"# }
            if target.hasSuffix("/mute-timings") {
                return """
                    [{"name":"weekend","time_intervals":[{"weekdays":["saturday","sunday"],"location":"Europe/Berlin"}]},
                     {"name":"night","time_intervals":[{"times":[{"start_minute":1320,"end_minute":1380}],\
                    "weekdays":[{"begin":1,"end":5}]}]}]
                    """
            }
            return """
                {"receiver":"oncall","routes":[{"object_matchers":[["team","=","pay"]],\
                "mute_time_intervals":["weekend","night"]}]}
                """
        }
        #expect(end.diagnostics.isEmpty)
        guard case .routing(let routing)? = end.evidence.first?.observation else {
            Issue.record("no routing: \(end.evidence)")
            return
        }
        let tree = RoutingTree(routing)
        func at(_ time: String) throws -> Instant { try #require(Instant(rfc3339: time)) }
        func delivery(_ time: String, _ labels: [String: String]) throws -> AlertDelivery? {
            let from = try at(time)
            let alerts = [RoutedAlert(labels: labels, startsAt: from, endsAt: from.adding(seconds: 1_200))]
            let timeline = NotificationTimeline(alerts, through: tree, silences: [], until: from.adding(seconds: 1_800))
            return AlertDelivery(of: 0, among: alerts, in: timeline, through: tree)
        }
        // Saturday has begun in Berlin an hour before it does in UTC.
        #expect(try delivery("2026-11-20T23:10:00Z", ["team": "pay"]) == .muted(by: "weekend"))
        #expect(try delivery("2026-11-19T22:10:00Z", ["team": "pay"]) == .muted(by: "night"))
        #expect(
            try delivery("2026-11-22T23:10:00Z", ["team": "pay"])
                == .notified(try at("2026-11-22T23:10:00Z").adding(seconds: 30)))
        #expect(
            try delivery("2026-11-20T23:10:00Z", ["team": "x"]) == .notified(try at("2026-11-20T23:10:00Z").adding(seconds: 30))
        )
    }

    // MARK: The proxy

    @Test("a source behind the data source proxy makes calls below its address, with the configured credential")
    func proxiedCalls() throws {
        let address = "https://grafana.shop.example/api/datasources/proxy/uid/PBFA97CFB590B2093"
        let scope = Scope(window: Self.window, baseline: Self.window.widened(before: 86_400, after: -600))
        let subjects: [Subject] = [
            .estate, .window(scope), .surroundings(scope), .service(Service(name: "checkout"), scope),
        ]
        for kind in ["prometheus", "loki"] {
            let type = try #require(Registry.connector(for: SourceKind(kind)))
            let connector = try type.init(SourceDescription(name: "behind", kind: SourceKind(kind), url: address))
            let probes = subjects.flatMap(connector.probes(for:)) + [connector.checkup]
            #expect(probes.count > 2)
            for probe in probes {
                let tool = try #require(connector.tools.first { $0.description.name == probe.tool })
                var conversation = try tool.begin(probe.input)
                guard case .calls(let calls) = conversation.next([]).then else { continue }
                for call in calls {
                    guard case .http(let http) = call else {
                        Issue.record("\(probe.tool) makes a call that is no HTTP request")
                        continue
                    }
                    #expect(http.credential == .configured)
                    #expect(!http.path.contains { ["", ".", "..", "datasources"].contains($0) }, "\(http.path)")
                    // Loki's rules have Prometheus' path: `/prometheus/api/v1/rules`.
                    #expect(["api", "loki", "prometheus"].contains(http.path.first), "\(http.target)")
                    #expect(!http.headers.contains { $0.name.lowercased() == "authorization" })
                    #expect(tool.description.routes.contains { $0.matches(call) })
                }
            }
        }
    }

    // MARK: Rules

    /// A rule with an instant query `A`, `a{x="1"}`, another `B`, and the condition given.
    private func expression(_ nodes: [String], condition: String) throws -> String? {
        let query = #"{"refId":"A","datasourceUid":"p","model":{"expr":"a{x=\"1\"}","instant":true}}"#
        let other = #"{"refId":"B","datasourceUid":"p","model":{"expr":"b","instant":true}}"#
        let data = ([query, other] + nodes).joined(separator: ",")
        let rule = #"[{"uid":"r","title":"R","ruleGroup":"g","condition":"\#(condition)","for":"10m0s","data":[\#(data)]}]"#
        let found = try run("grafana_alert_rules") { target in
            switch target {
            case "/api/datasources": #"[{"uid":"p","name":"P","type":"prometheus"}]"#
            case "/api/v1/provisioning/alert-rules": rule
            default: #"{"status":"success","data":{"groups":[]}}"#
            }
        }
        guard case .rule(let read)? = found.evidence.first?.observation else { return nil }
        #expect(read.holdFor == 600)
        return read.expression
    }

    @Test(
        "a math expression becomes PromQL, or stays words where PromQL has nothing like it",
        arguments: [
            ("$A > 5", #"a{x="1"} > 5"#), ("5 < ${A}", #"5 < a{x="1"}"#), ("$A - 5", #"a{x="1"} - 5 != 0"#),
            ("$A / $B * 100 >= 1.5e1", #"a{x="1"} / b * 100 >= 15"#),
            ("$A > 1 && $B < 2", #"a{x="1"} > 1 and b < 2"#), ("$A == 1 || $B != 2", #"a{x="1"} == 1 or b != 2"#),
            ("($A > 1) + ($B > 1) >= 2", #"(a{x="1"} > bool 1) + (b > bool 1) >= 2"#),
            ("abs(-$A) ** 2 > 4", #"abs(-a{x="1"}) ^ 2 > 4"#), ("log($A) > 1", #"ln(a{x="1"}) > 1"#),
            ("!$A", "M: !$A"), ("is_nan($A)", "M: is_nan($A)"), ("$A && 1", "M: $A && 1"), ("$C > 1", "M: $C > 1"),
            ("$A >", "M: $A >"), ("", "M: "),
        ])
    func math(text: String, expected: String) throws {
        let node = #"{"refId":"M","datasourceUid":"__expr__","model":{"type":"math","expression":"\#(text)"}}"#
        let read = try #require(try expression([node], condition: "M"))
        #expect(read == expected || read.hasPrefix(expected + ";"), "\(read)")
    }

    @Test("nodes that name themselves or each other, or double at each step, end in words")
    func cycles() throws {
        func node(_ name: String, _ text: String) -> String {
            #"{"refId":"\#(name)","datasourceUid":"__expr__","model":{"type":"math","expression":"\#(text)"}}"#
        }
        let cycle = try #require(try expression([node("M", "$N + 1"), node("N", "$M + 1")], condition: "M"))
        #expect(cycle == "M: $N + 1; N: $M + 1")
        let doubling = (1...38).map { node("N\($0)", $0 == 1 ? "$A + $A" : "$N\($0 - 1) + $N\($0 - 1)") }
        #expect(try #require(try expression(doubling, condition: "N38")).hasPrefix("N38: $N37 + $N37; N37"))
        let wide = node("W", Array(repeating: "$A > 1", count: 400).joined(separator: " && "))
        #expect(try #require(try expression([wide], condition: "W")).hasPrefix("W: $A > 1 && "))
    }

    @Test("LogQL that PromQL could read is never given as PromQL")
    func logQL() throws {
        let node =
            #"{"refId":"L","datasourceUid":"l","model":{"expr":"sum(rate({app=\"a\"}[5m]))","datasource":{"type":"loki"}}}"#
        let threshold =
            #"{"refId":"T","datasourceUid":"__expr__","model":{"type":"threshold","expression":"L","#
            + #""conditions":[{"evaluator":{"type":"gt","params":[3]}}]}}"#
        let read = try #require(try expression([node, threshold], condition: "T"))
        #expect(read == #"T: L is above 3; L: (loki) sum(rate({app="a"}[5m]))"#)
    }

    // MARK: Hostile answers

    @Test(
        "an answer that is cut at any byte is never read as a whole one",
        arguments: [
            "alert-rules", "alert-history", "annotations", "policies", "contact-points", "mute-timings", "silences",
            "datasources",
            "search", "dashboard-with-rows-of-old",
        ])
    func cut(name: String) throws {
        let transcript = try TranscriptCase(name: "Grafana/\(name)")
        let tool = try tool(transcript.tool)
        var conversation = try tool.begin(transcript.input)
        guard case .calls(let calls) = conversation.next([]).then else { return }
        let index = transcript.tool == "grafana_dashboard" ? 1 : 0
        let file = transcript.directory.appending(path: "0.\(index).http")
        let exchange = try RecordedExchange(Array(try Data(contentsOf: file)))
        guard case .reply(let reply) = try exchange.result(for: calls[index]) else { return }
        let body = try reply.body.bytes()
        let ends = Set(stride(from: 0, to: body.count, by: max(1, body.count / 200)))
        for end in ends.sorted() {
            // The line end after the document may be missing.
            guard end < body.count - 1 else { continue }
            let text = String(decoding: body[..<end], as: UTF8.self)
            var started = conversation
            let given = calls.enumerated().map { position, call in
                let key = CallKey(investigation: "test", round: 0, path: "case", step: 0, index: position)
                return Outcome(
                    key: key, call: call, result: .reply(Reply(status: 200, body: Body(position == index ? text : "[]"))))
            }
            let step = started.next(given)
            #expect(step.evidence.isEmpty, "cut at \(end)")
            #expect(step.diagnostics.contains { $0.severity == .failed || $0.severity == .partial }, "cut at \(end)")
        }
    }

    @Test(
        "documents of the wrong shape give diagnostics and no trap",
        arguments: [
            "null", "{}", "[]", "[null]", "[[]]", "[{}]", "3", "\"\"", #"{"dashboard":{"panels":[null,{"type":"row"}]}}"#,
        ])
    func shapes(body: String) throws {
        let window: [(String, JSONValue)] = [
            ("from", .string(Self.window.from.rfc3339Exact)), ("to", .string(Self.window.to.rfc3339Exact)),
        ]
        let inputs: [String: JSONValue] = [
            "grafana_search": ["service": "checkout"], "grafana_dashboard": ["uid": "abc", "service": "checkout"],
            "grafana_service_panels": .object(JSONObject(window + [("service", "checkout")])),
            "grafana_annotations": .object(JSONObject(window)), "grafana_alert_history": .object(JSONObject(window)),
        ]
        let source = SourceDescription(name: "dashboards", kind: "grafana")
        for tool in try GrafanaConnector(source).tools where tool.description.effect == .read {
            let name = tool.description.name
            let found = try run(name, inputs[name] ?? [:]) { _ in body }
            #expect(!found.evidence.isEmpty || !found.diagnostics.isEmpty, "\(name)")
            for evidence in found.evidence where evidence.completeness == .complete { #expect(name == "grafana_search") }
        }
    }

    @Test("a service with quotes in its name is never put into a query")
    func quotes() throws {
        let board = #"""
            {"dashboard":{"title":"B","templating":{"list":[{"name":"app","type":"query","current":{"value":"cart"}}]},
            "panels":[{"id":1,"title":"P","targets":[{"refId":"A","expr":"up{app=\"$app\"}"}]}]},"meta":{}}
            """#
        let found = try run("grafana_dashboard", ["uid": "abc", "service": #"x"} or {y="1"#]) { target in
            target == "/api/datasources" ? "[]" : board
        }
        guard case .panel(let panel)? = found.evidence.first?.observation else {
            Issue.record("no panel")
            return
        }
        #expect(panel.queries.map(\.expression) == [#"up{app="cart"}"#])
    }

    @Test("settings of contact points and addresses of data sources are in no evidence")
    func secrets() throws {
        let points = #"[{"name":"p","type":"slack","settings":{"url":"https://hooks.example/T0/secret","token":"secret"}}]"#
        let sources = #"[{"uid":"u","name":"n","type":"loki","url":"http://me:secret@loki","user":"secret","basicAuth":true}]"#
        for (tool, body) in [
            ("grafana_contact_points", points), ("grafana_policies", points), ("grafana_datasources", sources),
        ] {
            let found = try run(tool) { target in
                target.hasSuffix("policies") ? #"{"receiver":"p"}"# : body
            }
            #expect(!found.evidence.isEmpty)
            let text = String(decoding: try JSONEncoder().encode(found.evidence), as: UTF8.self)
            #expect(!text.contains("secret"), "\(tool)")
        }
    }
}
