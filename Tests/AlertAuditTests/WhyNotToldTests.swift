import AlertAudit
import Alerting
import Core
import PromQL
import Testing

@Suite("Why a rule told no one, by what it would have done") struct WhyNotToldTests {
    private static let expression = #"sum(http_queue{service="payments"}) > 100"#

    /// A rule about the service, whose metric is not among the signals that moved.
    private func story(
        _ stretches: [(pending: String, firing: String?, to: String?)] = [], reach: RuleHistory.Reach? = nil,
        holdFor: Double = 120
    ) -> CaseBuilder {
        var builder = CaseBuilder()
        builder.moved("http_requests_total", signal: .errors, unit: .ratio, normal: 0.001, high: 0.2)
        let rule = builder.rule(
            "QueueLong", Self.expression, holdFor: holdFor, labels: ["service": "payments", "severity": "page"])
        builder.histories = [
            RuleHistory(
                rule: rule, window: CaseBuilder.window, step: 15,
                stretches: stretches.map { stretch in
                    RuleHistory.Stretch(
                        labels: ["service": "payments", "severity": "page"], pendingFrom: CaseBuilder.at(stretch.pending),
                        firingFrom: stretch.firing.map { CaseBuilder.at($0) }, to: stretch.to.map { CaseBuilder.at($0) })
                }, reaches: reach.map { [$0] } ?? [], evidence: [EvidenceID(800)])
        ]
        return builder
    }

    private func said(_ builder: CaseBuilder) -> Finding? {
        builder.run().findings.first { $0.facts["rule"]?.text == "QueueLong" }
    }

    @Test("a threshold that was never crossed is told with how far short it fell, and cites what was computed")
    func short() throws {
        let reach = RuleHistory.Reach(
            comparison: .greater, threshold: 100, extreme: 64, extremeAt: CaseBuilder.at("14:31"), median: 12, samples: 240)
        let finding = try #require(said(story(reach: reach)))
        #expect(finding.kind == .thresholdTooHigh)
        #expect(finding.facts["short"] == .number(36, .none))
        #expect(finding.statement.contains("64") && finding.statement.contains("36 short of its threshold of 100"))
        #expect(finding.evidence.contains(EvidenceID(800)))
    }

    @Test("a condition that held too briefly is told with how long it held")
    func brief() throws {
        let finding = try #require(said(story([("14:24", nil, "14:26")], holdFor: 600)))
        #expect(finding.kind == .holdTooLong)
        #expect(finding.facts["atMost"] == .duration(120))
    }

    @Test("a selector that found nothing is told from a metric that was not there")
    func nothing() throws {
        let reach = RuleHistory.Reach(comparison: .greater, threshold: 100)
        var wrong = story(reach: reach)
        wrong.counts = [#"http_queue{service="payments"}"#: 0, "http_queue": 4]
        let finding = try #require(said(wrong))
        #expect(finding.facts["selector"] == .text(#"http_queue{service="payments"}"#))
        #expect(finding.evidence.contains(EvidenceID(900)))
        var gone = story(reach: reach)
        gone.counts = [#"http_queue{service="payments"}"#: 0, "http_queue": 0]
        #expect(try #require(said(gone)).statement.contains("nothing that it reads was there"))
    }

    @Test("what would have been silenced, or told no one, or told late is told with the reason and the parts of the delay")
    func delivery() throws {
        var late = story([("14:29", "14:31", "14:45")])
        let routes = [AlertRouting.Route(depth: 0, receiver: "team", matchers: [], continues: false, groupWait: 30)]
        let mail = AlertRouting.Receiver(name: "team", integrations: [.init(kind: "email", sendsResolved: true)])
        late.add(.routing(AlertRouting(routes: routes, receivers: [mail])))
        let told = try #require(said(late))
        #expect(told.kind == .alertFired)
        #expect(told.facts["noticed"] == .time(CaseBuilder.at("14:31:30")))
        #expect(told.facts["toNotified"] == .duration(30))
        var silenced = late
        silenced.silence([.equal("alertname", "QueueLong")], from: CaseBuilder.at("13:00"))
        let quiet = silenced.run().findings.filter { $0.facts["rule"]?.text == "QueueLong" || $0.kind == .silenced }
        #expect(!quiet.isEmpty && quiet.allSatisfy { $0.kind == .silenced || $0.kind == .deadEnd })
        var empty = story([("14:29", "14:31", "14:45")])
        empty.add(.routing(AlertRouting(routes: routes, receivers: [.init(name: "team", integrations: [])])))
        #expect(empty.found(.deadEnd).count == 1)
    }

    @Test("nothing is said of a rule that told in time, or of which another check has spoken")
    func silent() {
        #expect(said(story([("14:23", "14:24", nil)], holdFor: 60)) == nil)
        var known = story([("14:29", "14:31", "14:45")])
        known.alert("QueueLong", ["service": "payments", "severity": "page"], from: "14:31")
        #expect(known.run().findings.filter { $0.facts["delay"] != nil && $0.statement.contains("would have") }.isEmpty)
    }
}
