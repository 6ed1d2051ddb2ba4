import AlertAudit
import Core
import Testing

@Suite struct MissingAlertTests {
    private func found(_ expressions: [String], prepare: (inout CaseBuilder) -> Void = { _ in }) -> [Finding] {
        var builder = CaseBuilder()
        builder.moved(
            "connection_timeouts_total", signal: .errors, unit: .perSecond, normal: 0, high: 3, baselineMaximum: 0.02,
            query: #"sum(rate(connection_timeouts_total{service="payments"}[2m]))"#)
        for (index, expression) in expressions.enumerated() { builder.rule("Rule\(index)", expression) }
        prepare(&builder)
        return builder.found(.missingAlert)
    }

    @Test("a counter of timeouts that no rule reads is missing an alert")
    func missing() throws {
        let finding = try #require(
            found([#"histogram_quantile(0.99, rate(duration_seconds_bucket{service="payments"}[5m])) > 10"#, "up == 0"]).first)
        #expect(finding.service == "payments")
        #expect(finding.facts["metric"] == .text("connection_timeouts_total"))
        #expect(finding.facts["rulesRead"] == .number(2, .count))
        #expect(finding.facts["suggestedThreshold"] == .number(0.5, .perSecond))
        #expect(
            finding.statement
                == "None of the 2 alert rules that were read watches `connection_timeouts_total` of payments, which left its baseline at 14:23"
                + " and reached 3/s at 14:23; a threshold of 0.5/s, more than three times the highest normal"
                + " value (0.02/s), would have been crossed at 14:23.")
        #expect(finding.evidence.count == 4)
    }

    @Test(
        "a rule that reads it, in whatever way, is enough",
        arguments: [
            #"rate(connection_timeouts_total{service="payments"}[5m]) > 10"#, "increase(connection_timeouts_total[1h]) > 0",
            #"sum(rate(connection_timeouts_total{service=~"pay.+"}[5m])) / sum(rate(requests_total[5m])) > 0.5"#,
            #"{__name__=~"connection_.*_total"} > 5"#, #"a > 1 unless rate(connection_timeouts_total{env="prod"}[5m]) > 2"#,
            #"rate(connection_timeouts_total{job="some-scrape-job"}[5m]) > 1"#, "service:connection_timeouts:rate5m > 1",
            "{{ connection_timeouts_total }} > 1",
        ])
    func watched(_ expression: String) {
        #expect(found([expression]).isEmpty)
    }

    @Test(
        "a rule on another service, on another metric, or on its mere presence is not",
        arguments: [
            #"rate(connection_timeouts_total{service="checkout"}[5m]) > 1"#,
            #"rate(connection_timeouts_total{service!="payments"}[5m]) > 1"#,
            #"absent(connection_timeouts_total{service="payments"})"#, #"absent_over_time(connection_timeouts_total[1h]) == 1"#,
            "connection_timeouts > 1", "service:orders:rate5m > 1", #"rate(connection_timeouts_total{job="checkout"}[5m]) > 1"#,
        ])
    func unwatched(_ expression: String) {
        #expect(found([expression]).count == 1)
    }

    @Test("requests counted without regard to their outcome are no watch over errors")
    func outcomes() {
        func missing(_ expression: String) -> Bool {
            var builder = CaseBuilder()
            builder.moved("http_requests_total", signal: .errors, unit: .ratio, normal: 0.001, high: 0.4)
            builder.rule("R", expression)
            return !builder.found(.missingAlert).isEmpty
        }
        #expect(missing(#"sum(rate(http_requests_total{service="payments"}[5m])) == 0"#))
        #expect(!missing(#"sum(rate(http_requests_total{service="payments",code=~"5.."}[5m])) > 5"#))
    }

    @Test("without rules there is nothing to be said, unless a source was asked and has none")
    func noRules() throws {
        #expect(found([]).isEmpty)
        let finding = try #require(found([]) { $0.add(.nothing("alerting rules"), completeness: .noneThere) }.first)
        #expect(
            finding.statement.hasPrefix(
                "There is no alert rule at all, so none watches `connection_timeouts_total` of payments"))
        #expect(found(["up == 0"]) { $0.rule("Cut", "x > 1", completeness: .cutOff(reason: "page 2 failed")) }.isEmpty)
        #expect(found([]) { $0.add(.nothing("alerting rules"), completeness: .failed(reason: "500")) }.isEmpty)
    }

    @Test("the most telling come first, five at most, and the rest is counted")
    func ranking() {
        let all = found(["up == 0"]) { builder in
            builder.moved("pool_in_use", signal: .saturation, unit: .count, normal: 3, high: 41)
            builder.moved("duration_seconds")
            for service in ["checkout", "frontend"] {
                builder.moved("http_requests_total", of: service, signal: .errors, unit: .ratio, normal: 0, high: 0.3)
                builder.moved("duration_seconds", of: service)
            }
            builder.moved("log lines", signal: .logRate, unit: .perSecond)
            builder.moved("http_requests_total", of: "frontend", signal: .traffic, unit: .perSecond, normal: 10, high: 90)
        }
        #expect(all.count == 6)
        #expect(
            all.prefix(3).map { $0.facts["metric"]?.text } == ["connection_timeouts_total", "duration_seconds", "pool_in_use"])
        #expect(all.prefix(5).map(\.service) == ["payments", "payments", "payments", "checkout", "checkout"])
        #expect(all.last?.statement == "2 more signals that left their baselines are watched by no alert rule that was read.")
        #expect(all.last?.facts["others"] == .number(2, .count))
    }
}
