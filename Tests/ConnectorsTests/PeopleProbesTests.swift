import Connectors
import Core
import Testing

/// What PagerDuty, Slack and Loki offer to an investigation.
@Suite("Probes of PagerDuty, Slack and Loki")
struct PeopleProbesTests {
    private static let scope = Scope(
        window: TimeWindow(from: Instant(seconds: 1_795_183_200), to: Instant(seconds: 1_795_186_800)),
        baseline: TimeWindow(from: Instant(seconds: 1_794_578_400), to: Instant(seconds: 1_795_183_200)))

    private static func pagerDuty(_ url: String? = nil) throws -> PagerDutyConnector {
        try PagerDutyConnector(SourceDescription(name: "pages", kind: "pagerduty", url: url))
    }

    @Test(
        "a PagerDuty incident is recognised by its address or its id",
        arguments: [
            "https://shop.pagerduty.com/incidents/Q1CHKOUT5XX9ZZ",
            "https://shop.eu.pagerduty.com/incidents/Q1CHKOUT5XX9ZZ/timeline",
            "HTTPS://Shop.PagerDuty.com/incidents/Q1CHKOUT5XX9ZZ?utm_source=slack", "Q1CHKOUT5XX9ZZ",
            "http://127.0.0.1:8080/pd/incidents/Q1CHKOUT5XX9ZZ#log",
        ])
    func recognised(text: String) throws {
        let probes = try PeopleProbesTests.pagerDuty("http://127.0.0.1:8080/pd/").probes(for: .reference(text))
        #expect(probes.map(\.tool) == ["pagerduty_incident", "pagerduty_timeline"])
        #expect(probes.allSatisfy { $0.input["id"]?.string == "Q1CHKOUT5XX9ZZ" })
    }

    @Test(
        "what is no PagerDuty incident is left to others",
        arguments: [
            "", "P", "checkout", "PAYMENT-GATEWAY", "PAYMENTS_DB", "https://pagerduty.com.evil.example/incidents/PT4KHLK",
            "https://evil.example/https://shop.pagerduty.com/incidents/PT4KHLK", "https://shop.pagerduty.com/services/PT4KHLK",
            "https://shop.pagerduty.com/incidents/", "https://shop.pagerduty.com/incidents/..%2Fusers",
            "https://shop.pagerduty.com@evil.example/incidents/PT4KHLK", "http://shop.pagerduty.com/incidents/PT4KHLK",
            "http://127.0.0.1:80801/incidents/PT4KHLK", "pt4khlkabc", "PT4KHLK\nX",
        ])
    func leftAlone(text: String) throws {
        #expect(try PeopleProbesTests.pagerDuty("http://127.0.0.1:8080").probes(for: .reference(text)).isEmpty)
    }

    @Test("every probe and checkup names a tool of its connector that takes its input")
    func inputsFit() throws {
        let service = Service(name: "checkout", selector: "service=\"checkout\"")
        let subjects: [Subject] = [
            .estate, .reference("PT4KHLK"), .window(PeopleProbesTests.scope), .surroundings(PeopleProbesTests.scope),
            .service(service, PeopleProbesTests.scope),
            .service(Service(name: "odd \"name\" {}"), PeopleProbesTests.scope),
        ]
        let connectors: [any Connector] = [
            try PeopleProbesTests.pagerDuty(), try SlackConnector(SourceDescription(name: "chat", kind: "slack")),
            try LokiConnector(SourceDescription(name: "logs", kind: "loki")),
        ]
        var count = 0
        for connector in connectors {
            for probe in subjects.flatMap({ connector.probes(for: $0) }) + [connector.checkup] {
                let tool = try #require(connector.tools.first { $0.description.name == probe.tool })
                var conversation = try tool.begin(probe.input)
                guard case .calls(let calls) = conversation.next([]).then else {
                    Issue.record("\(probe.tool) asks nothing")
                    continue
                }
                #expect(calls.allSatisfy { call in tool.description.routes.contains { $0.matches(call) } })
                count += 1
            }
        }
        #expect(count == 12)
    }

    @Test("credentials go where the vendors want them")
    func credentials() throws {
        let cases: [(any Connector, CredentialSlot)] = [
            (try PeopleProbesTests.pagerDuty(), .header(name: "Authorization", prefix: "Token token=")),
            (try SlackConnector(SourceDescription(name: "chat", kind: "slack")), .bearer),
            (try LokiConnector(SourceDescription(name: "logs", kind: "loki")), .configured),
        ]
        for (connector, slot) in cases {
            let tool = try #require(connector.tools.first { $0.description.name == connector.checkup.tool })
            var conversation = try tool.begin(connector.checkup.input)
            guard case .calls(let calls) = conversation.next([]).then, case .http(let call) = calls.first else {
                Issue.record("no call")
                continue
            }
            #expect(call.credential == slot)
        }
    }

    @Test("options that make no sense are refused by name")
    func options() {
        let wrong: [(SourceKind, JSONObject, String)] = [
            ("slack", ["channels": "incidents"], "channels"), ("slack", ["channels": ["#"]], "options.channels[0]"),
            ("loki", ["serviceLabels": ["no-dash"]], "options.serviceLabels"),
        ]
        for (kind, options, field) in wrong {
            let source = SourceDescription(name: "x", kind: kind, options: options)
            #expect { try Registry.connector(for: kind)?.init(source) } throws: { ($0 as? InputError)?.field == field }
        }
    }
}
