import AlertAudit
import Core
import Testing

@Suite struct SilenceTests {
    private let twoWeeksBefore = CaseBuilder.at("21:58", day: "2026-11-06")

    private func builder() -> CaseBuilder {
        var builder = CaseBuilder()
        builder.moved("duration_seconds")
        builder.rule(
            "PaymentsSlow",
            #"histogram_quantile(0.99, sum by (le, service) (rate(duration_seconds_bucket{service="payments"}[5m]))) > 10"#,
            labels: ["severity": "page"])
        return builder
    }

    @Test("a silence from two weeks before that still covers the failing service is forgotten")
    func forgotten() throws {
        var builder = builder()
        let silence = builder.silence(
            [.equal("service", "payments")], from: twoWeeksBefore, comment: "maintenance 2026-11-07 until 06:00")
        let finding = try #require(builder.found(.forgottenSilence).first)
        #expect(finding.service == "payments")
        #expect(finding.evidence.contains(silence))
        #expect(finding.facts["age"] == .duration(CaseBuilder.at("14:23").seconds(since: twoWeeksBefore)))
        #expect(finding.facts["createdBy"] == .text("Mira"))
        #expect(finding.facts["matchers"] == .text(#"service="payments""#))
        #expect(finding.facts["endsAt"] == .time(CaseBuilder.at("06:00", day: "2026-12-11")))
        #expect(!finding.statement.contains("Mira") && !finding.statement.contains("mira"))
        #expect(
            finding.statement
                == "The silence on `service=\"payments\"` was still active at the onset at 14:23: it was set on 2026-11-06, 14 days before, by its"
                + " author, whom the evidence names, with a comment that speaks of a maintenance on 2026-11-07, and it ends on 2026-12-11; it"
                + " would mute `PaymentsSlow`, which would not have fired.")
        #expect(builder.found(.silenced).isEmpty)
    }

    @Test(
        "silences that mute alerts of the failing service are found by what their matchers mean",
        arguments: [
            [Silence.Matcher.regex("service", "pay.*|cart")], [.equal("alertname", "PaymentsSlow")],
            [.not("service", "cart"), .equal("severity", "page")],
            [.notRegex("service", "cart|checkout")], [.equal("service", "payments"), .equal("env", "")],
            [.regex("severity", "page|ticket")], [.regex("alertname", ".*")],
        ])
    func matching(_ matchers: [Silence.Matcher]) {
        var builder = builder()
        builder.silence(matchers, from: twoWeeksBefore)
        #expect(builder.found(.forgottenSilence).count == 1)
    }

    @Test(
        "silences on something else are not",
        arguments: [
            [Silence.Matcher.equal("service", "cart")], [.equal("service", "payments"), .equal("alertname", "DiskFull")],
            [.regex("service", "pay")],
            [.not("service", "payments")], [.notRegex("service", "pay.*")], [.equal("severity", "ticket")],
            [.regex("alertname", "(")],
            [.equal("instance", "db-1")],
        ])
    func notMatching(_ matchers: [Silence.Matcher]) {
        var builder = builder()
        builder.silence(matchers, from: twoWeeksBefore)
        #expect(builder.found(.forgottenSilence).isEmpty)
        #expect(builder.found(.silenced).isEmpty)
    }

    @Test("a silence that had ended before the onset, or began after the window, is no matter")
    func inactive() {
        var builder = builder()
        builder.silence([.equal("service", "payments")], from: twoWeeksBefore, to: CaseBuilder.at("14:22"))
        builder.silence([.equal("service", "payments")], from: CaseBuilder.at("15:01"), id: "s2")
        #expect(builder.run().findings.allSatisfy { $0.kind != .forgottenSilence && $0.kind != .silenced })
    }

    @Test("a recent silence is told as one, and as forgotten once its maintenance had ended")
    func recent() throws {
        var builder = builder()
        builder.silence([.equal("service", "payments")], from: CaseBuilder.at("13:00"))
        let finding = try #require(builder.found(.silenced).first)
        #expect(
            finding.statement
                == #"The silence on `service="payments"`, set at 13:00 by its author, whom the evidence names, would have muted `PaymentsSlow`."#
        )
        #expect(builder.found(.forgottenSilence).isEmpty)
        let window = builder.add(
            .maintenance(
                MaintenanceWindow(
                    id: "PW1", title: "database move", services: ["Payments"], from: CaseBuilder.at("13:00"),
                    to: CaseBuilder.at("14:00"))))
        let forgotten = try #require(builder.found(.forgottenSilence).first)
        #expect(forgotten.evidence.contains(window))
        #expect(forgotten.facts["purposeEnded"] == .time(CaseBuilder.at("14:00")))
        #expect(forgotten.statement.contains("for a maintenance that ended at 14:00"))
        #expect(builder.found(.silenced).isEmpty)
    }

    @Test("a maintenance that was going on is no reason to call a silence forgotten")
    func ongoing() {
        var builder = builder()
        builder.silence([.equal("service", "payments")], from: CaseBuilder.at("13:00"), comment: "until 2026-11-20")
        builder.add(
            .maintenance(
                MaintenanceWindow(
                    id: "PW1", title: "database move", services: ["payments"], from: CaseBuilder.at("13:00"),
                    to: CaseBuilder.at("16:00"))))
        #expect(builder.found(.forgottenSilence).isEmpty)
    }

    @Test("an alert that a silence suppressed is told, even when the silence is forgotten too")
    func suppressed() throws {
        var builder = builder()
        builder.silence([.equal("team", "x")], from: twoWeeksBefore, id: "abc")
        let alert = builder.alert(
            "PaymentsSlow", ["service": "payments"], from: "14:25", state: .suppressed, silencedBy: ["abc"])
        let finding = try #require(builder.found(.silenced).first)
        #expect(finding.facts["muted"] == .text("PaymentsSlow"))
        #expect(finding.evidence.contains(alert))
        #expect(builder.found(.forgottenSilence).count == 1)
    }

    @Test("a rule whose condition was met under a silence was silenced by it")
    func conditionMet() throws {
        var builder = builder()
        builder.rule(
            "PaymentsVerySlow", #"histogram_quantile(0.99, rate(duration_seconds_bucket{service="payments"}[5m])) > 1"#,
            holdFor: 300)
        builder.silence([.equal("service", "payments")], from: twoWeeksBefore)
        let finding = try #require(builder.found(.silenced).first)
        #expect(finding.facts["muted"] == .text("PaymentsVerySlow"))
        #expect(finding.statement.contains("muted `PaymentsVerySlow`, whose condition was met"))
    }

    @Test("how old a silence must be is an option")
    func option() {
        var builder = builder()
        builder.silence([.equal("service", "payments")], from: twoWeeksBefore)
        var options = AlertingAudit.Options()
        options.forgottenAfter = 30 * 86_400
        #expect(!builder.run(options).findings.contains { $0.kind == .forgottenSilence })
        #expect(builder.run(options).findings.contains { $0.kind == .silenced })
    }
}
