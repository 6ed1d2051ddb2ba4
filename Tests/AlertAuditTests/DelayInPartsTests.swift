import AlertAudit
import Core
import Testing

@Suite struct DelayInPartsTests {
    private func story(pending: String? = nil, noticed: String? = "14:27:20") -> CaseBuilder {
        var builder = CaseBuilder()
        builder.moved(
            "http_requests_total", signal: .errors, unit: .ratio, normal: 0.001, high: 0.2, from: "14:23", to: "14:50")
        builder.rule(
            "PaymentErrors", #"sum(rate(http_requests_total{service="payments",code=~"5.."}[5m])) > 1"#, holdFor: 120,
            labels: ["service": "payments"])
        if let pending { builder.alert("PaymentErrors", ["service": "payments"], from: pending, state: .pending) }
        builder.alert("PaymentErrors", ["service": "payments"], from: "14:27")
        builder.noticed = noticed
        return builder
    }

    private func parts(_ builder: CaseBuilder) -> Finding? {
        builder.found(.alertFired).first { $0.facts["toNotified"] != nil }
    }

    @Test("the delay is divided into the time until the condition held, the hold time, and the time until someone was told")
    func divided() throws {
        let finding = try #require(parts(story()))
        #expect(finding.facts["toCondition"] == .duration(120))
        #expect(finding.facts["hold"] == .duration(120))
        #expect(finding.facts["toNotified"] == .duration(20))
        #expect(finding.facts["delay"] == .duration(260))
        #expect(finding.evidence.count >= 3)
    }

    @Test("where the source kept when the alert was pending, that counts and not the rule's hold time")
    func pending() throws {
        let finding = try #require(parts(story(pending: "14:24:30")))
        #expect(finding.facts["toCondition"] == .duration(90))
        #expect(finding.facts["hold"] == .duration(150))
    }

    @Test("nothing is divided where nobody was told, or was told before any alert fired")
    func silent() {
        #expect(parts(story(noticed: nil)) == nil)
        #expect(parts(story(noticed: "14:25")) == nil)
    }
}
