import AlertAudit
import Analysis
import Core
import Testing

@Suite struct AlertingAuditTests {
    @Test("an alert on a service downstream is told apart from one on the service that failed first")
    func downstream() throws {
        var builder = CaseBuilder()
        builder.dependencies = [Dependency(caller: "checkout", callee: "payments")]
        builder.moved("duration_seconds")
        builder.alert("CheckoutErrors", ["service": "checkout"], from: "14:27")
        let finding = try #require(builder.found(.alertFired).first)
        #expect(finding.service == "checkout")
        #expect(finding.facts["delay"] == .duration(240))
        #expect(
            finding.statement
                == "The first alert to fire from the onset on was `CheckoutErrors` on checkout at 14:27, 4 min after the onset at 14:23, and no"
                + " alert fired on payments, which failed first.")
        builder.alert("PaymentsDown", ["service": "payments"], from: "14:40")
        #expect(builder.found(.alertFired).isEmpty)
    }

    @Test("what could not be read becomes a gap")
    func gaps() {
        var builder = CaseBuilder()
        builder.moved("duration_seconds")
        let bare = builder.run()
        #expect(bare.findings.isEmpty)
        #expect(
            bare.gaps.map(\.what) == [
                "which alert rules watch the affected services", "silences that were active in the incident",
            ])
        builder.add(.nothing("alerting rules"), completeness: .noneThere)
        builder.add(.nothing("silences"), completeness: .noneThere)
        #expect(builder.run().gaps.isEmpty)
        builder.rule("LogErrors", #"topk(1, rate({app="x"} | json [5m])) > 1"#)
        builder.rule("Recorded", "a:b:c > 1")
        builder.rule("Cut", "x > 1", completeness: .sampled(reason: "one shard"))
        #expect(
            builder.run().gaps.map(\.what)
                == ["alert rules", "alert rules whose expressions are not PromQL", "recorded series that alert rules read"])
    }

    @Test("an empty case file gives no findings")
    func empty() {
        var builder = CaseBuilder()
        builder.firstFailing = nil
        #expect(builder.run().findings.isEmpty)
    }

    @Test("every finding cites evidence that exists, and the result is the same every time")
    func whole() {
        var builder = CaseBuilder()
        builder.services = [Service(name: "payments", selector: #"service="payments",env="prod""#)]
        builder.moved("duration_seconds")
        builder.moved("connection_timeouts_total", signal: .errors, unit: .perSecond, normal: 0, high: 3)
        builder.rule(
            "Slow", #"histogram_quantile(0.99, rate(duration_seconds_bucket{service="payments",env="prod"}[5m])) > 10"#)
        builder.rule(
            "SlowInTest", #"histogram_quantile(0.99, rate(duration_seconds_bucket{service="payments",env="test"}[5m])) > 10"#)
        builder.silence([.equal("service", "payments")], from: CaseBuilder.at("10:00", day: "2026-11-01"))
        builder.alert("CheckoutErrors", ["service": "checkout"], from: "14:27")
        let first = builder.run()
        #expect(first.findings.map(\.kind) == [.alertFired, .thresholdTooHigh, .forgottenSilence, .missingAlert])
        let known = Set(builder.evidence.map(\.id))
        for finding in first.findings {
            #expect(!finding.evidence.isEmpty && known.isSuperset(of: finding.evidence))
            #expect(finding.evidence == finding.evidence.sorted())
            #expect(finding.statement.hasSuffix(".") && !finding.statement.contains("\n"))
        }
        for _ in 0..<5 { #expect(builder.run() == first) }
    }

    @Test("hostile names and numbers neither trap nor leave their line")
    func hostile() {
        var builder = CaseBuilder()
        builder.moved("m\u{202e}`\n", normal: .nan, high: .infinity)
        builder.moved("duration_seconds", normal: 0, high: .greatestFiniteMagnitude)
        builder.rule("a`\n\u{1b}[31m", "duration_seconds > 1e308 * 10", holdFor: .infinity)
        builder.rule("b", "duration_seconds > 1", holdFor: .greatestFiniteMagnitude)
        builder.rule("c", "duration_seconds * 0 > 1")
        builder.rule("d", String(repeating: "(", count: 100_000))
        builder.silence([], from: Instant(nanoseconds: .min), to: Instant(nanoseconds: .max), comment: "9999-99-99 2026-02-30")
        builder.silence([.regex("service", String(repeating: "(a*)*", count: 1000))], from: Instant(nanoseconds: 0), id: "s2")
        builder.add(
            .routing(AlertRouting(routes: [], inhibitions: [.init(source: [], target: [], equal: [])], emptyReceivers: [""])))
        builder.add(
            .routing(
                AlertRouting(
                    routes: [.init(depth: 7, receiver: "", matchers: []), .init(depth: -1, receiver: "", matchers: [])],
                    inhibitions: [], emptyReceivers: [""])))
        builder.alert("b", [:], from: "14:30")
        let result = builder.run()
        for finding in result.findings {
            #expect(
                !finding.statement.unicodeScalars.contains {
                    $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
                })
        }
        #expect(result.gaps.contains { $0.what.contains("not PromQL") })
    }

    @Test("a large estate is audited in seconds")
    func large() {
        var builder = CaseBuilder()
        for index in 0..<30 {
            builder.moved("duration_seconds", of: index == 0 ? "payments" : "service-\(index)")
            builder.moved(
                "requests_failed_total", of: index == 0 ? "payments" : "service-\(index)", signal: .errors, unit: .perSecond)
        }
        for index in 0..<1500 {
            builder.rule(
                "Rule\(index)",
                #"histogram_quantile(0.99, rate(duration_seconds_bucket{service=~"service-\#(index)|x.*"}[5m])) > 10"#)
        }
        for index in 0..<100 {
            builder.silence(
                [.regex("service", "service-\(index).*")], from: CaseBuilder.at("10:00", day: "2026-11-01"), id: "s\(index)")
        }
        let clock = ContinuousClock()
        var count = 0
        let time = clock.measure { count = builder.run().findings.count }
        #expect(count > 20)
        #expect(time < .seconds(30))
    }
}
