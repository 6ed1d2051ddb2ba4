import AlertAudit
import Analysis
import Core
import Testing

private let latency = "http_request_duration_seconds"
private let latencyQuery =
    #"histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{service="payments"}[2m])))"#

@Suite struct ThresholdTooHighTests {
    private func thresholds(
        _ expression: String, query: String? = latencyQuery, metric: String = latency, signal: Signal = .latency,
        unit: Unit = .seconds,
        normal: Double = 0.12, high: Double = 4.2, baselineMaximum: Double = 0.14,
        prepare: (inout CaseBuilder) -> Void = { _ in }
    ) -> [Finding] {
        var builder = CaseBuilder()
        builder.moved(
            metric, signal: signal, unit: unit, title: "the signal", normal: normal, high: high,
            baselineMaximum: baselineMaximum,
            query: query)
        builder.rule("High", expression)
        prepare(&builder)
        return builder.found(.thresholdTooHigh)
    }

    @Test(
        "a threshold of 10 s over a peak of 4.2 s is too high, and the finding suggests one that healthy values stay clear of")
    func caseInHand() throws {
        var builder = CaseBuilder()
        let onset = builder.moved(latency, title: "p99 latency", query: latencyQuery)
        let rule = builder.rule(
            "PaymentsLatencyHigh",
            #"histogram_quantile(0.99, sum by (le, service) (rate(http_request_duration_seconds_bucket{service="payments"}[5m]))) > 10"#,
            holdFor: 300)
        let finding = try #require(builder.found(.thresholdTooHigh).first)
        #expect(finding.service == "payments")
        #expect(finding.facts["threshold"] == .number(10, .seconds))
        #expect(finding.facts["observed"] == .number(4.2, .seconds))
        #expect(finding.facts["baselineMedian"] == .number(0.12, .seconds))
        #expect(finding.facts["suggestedThreshold"] == .number(1, .seconds))
        #expect(finding.facts["suggestedCrossing"] == .time(CaseBuilder.at("14:23")))
        #expect(finding.facts["normalExtreme"] == .number(0.14, .seconds))
        #expect(Set(finding.evidence) == Set(onset.evidence + [rule]))
        #expect(
            finding.statement
                == "The rule `PaymentsLatencyHigh` watches the p99 latency of payments with a threshold of 10 s, which the signal, seen as a 2 min rate, never reached: the"
                + " signal left its baseline of 120 ms at 14:23 and peaked at 4.2 s at 14:23; a threshold of 1 s, more than three times the"
                + " highest normal value (140 ms), would have been crossed at 14:23.")
    }

    @Test(
        "thresholds are found however the rule is written",
        arguments: [
            (
                #"10 < histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{service="payments"}[5m])))"#,
                10.0
            ),
            (#"histogram_quantile(0.95, rate(http_request_duration_seconds_bucket{service=~"pay.*|cart"}[5m])) >= 2 * 4"#, 8),
            (
                #"histogram_quantile(0.5, rate({__name__="http_request_duration_seconds_bucket",service!="cart"}[5m])) * 1000 > 9000"#,
                9
            ),
            (
                #"max_over_time(histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m]))[10m:1m]) > 30s"#,
                30
            ),
            (#"(histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{job="payments"}[5m])) > bool 5) == 1"#, 5),
            (
                #"histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{service="payments"}[5m]))) > 10 unless on () up == 0"#,
                10
            ),
            (
                #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) > 10 and on (service) x > 1"#,
                10
            ),
            (#"12 - histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) < 2"#, 10),
        ])
    func writings(_ expression: String, _ expected: Double) {
        let found = thresholds(expression)
        #expect(found.count == 1)
        #expect(found.first?.facts["threshold"]?.number == expected)
    }

    @Test(
        "rules that say nothing of this signal, or were reached, are left alone",
        arguments: [
            #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="cart"}[5m])) > 10"#,
            #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service!="payments"}[5m])) > 10"#,
            #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service!~"pay.+"}[5m])) > 10"#,
            #"histogram_quantile(0.99, rate(other_duration_seconds_bucket{service="payments"}[5m])) > 10"#,
            #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) > 4"#,
            #"histogram_quantile(0.999, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) > 10"#,
            #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) < 0.01"#,
            #"rate(http_request_duration_seconds_count{service="payments"}[5m]) > 100"#,
            #"sum(rate(http_request_duration_seconds_bucket{service="payments",le="1"}[5m])) > 10"#,
            #"absent(http_request_duration_seconds_bucket{service="payments"}) > 10"#,
            #"x > 10 unless histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) > 10"#,
            #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) > 1 or histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) > 10"#,
            "not promql {{ }}", "",
        ])
    func unrelated(_ expression: String) {
        #expect(thresholds(expression).isEmpty)
    }

    @Test("a rule whose alert fired was not too high, whatever the samples say; one that fired elsewhere was")
    func fired() {
        let expression = #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service=~".*"}[5m])) > 10"#
        #expect(thresholds(expression) { $0.alert("High", ["service": "payments"], from: "14:25") }.isEmpty)
        #expect(thresholds(expression) { $0.alert("High", ["service": "cart"], from: "14:25") }.count == 1)
        #expect(thresholds(expression) { $0.alert("High", ["service": "payments"], from: "14:25", state: .pending) }.count == 1)
    }

    @Test("shares of failures, of successes and percentages are brought to one unit")
    func ratios() {
        let query =
            #"sum(rate(http_requests_total{service="payments",code=~"5.."}[2m])) / sum(rate(http_requests_total{service="payments"}[2m]))"#
        for (expression, expected) in [
            (
                #"sum(rate(http_requests_total{service="payments",code=~"5.."}[5m])) / sum(rate(http_requests_total{service="payments"}[5m])) > 0.1"#,
                0.1
            ),
            (
                #"100 * sum(rate(http_requests_total{service="payments",code=~"5.."}[5m])) / sum(rate(http_requests_total{service="payments"}[5m])) > 20"#,
                0.2
            ),
            (
                #"sum(rate(http_requests_total{service="payments",code!~"5.."}[5m])) / sum(rate(http_requests_total{service="payments"}[5m])) < 0.9"#,
                0.1
            ),
            (
                #"1 - sum(rate(http_requests_total{service="payments",code!~"5.."}[5m])) / sum(rate(http_requests_total{service="payments"}[5m])) > 0.3"#,
                0.3
            ),
        ] {
            let found = thresholds(
                expression, query: query, metric: "http_requests_total", signal: .errors, unit: .ratio, normal: 0.001,
                high: 0.08,
                baselineMaximum: 0.004)
            #expect(found.first?.facts["threshold"]?.number == expected, "\(expression)")
        }
    }

    @Test("a rate is not compared with a share, nor a sum with a maximum")
    func incomparable() {
        #expect(
            thresholds(
                #"sum(rate(http_requests_total{service="payments",code=~"5.."}[5m])) > 10"#, query: nil,
                metric: "http_requests_total",
                signal: .errors, unit: .ratio, normal: 0.001, high: 0.08
            ).isEmpty)
        #expect(
            thresholds(
                #"sum(pool_in_use{service="payments"}) > 90"#, query: #"max(pool_in_use{service="payments"})"#,
                metric: "pool_in_use",
                signal: .saturation, unit: .count, normal: 3, high: 41, baselineMaximum: 6
            ).isEmpty)
        let found = thresholds(
            #"pool_in_use{service="payments"} > 90"#, query: #"max(pool_in_use{service="payments"})"#, metric: "pool_in_use",
            signal: .saturation, unit: .count, normal: 3, high: 41, baselineMaximum: 6)
        #expect(found.first?.facts["suggestedThreshold"] == .number(20, .count))
    }

    @Test("increases are compared as rates, and milliseconds as seconds")
    func scales() {
        let counted = thresholds(
            #"increase(timeouts_total{service="payments"}[5m]) > 3000"#,
            query: #"sum(rate(timeouts_total{service="payments"}[2m]))"#,
            metric: "timeouts_total", signal: .errors, unit: .perSecond, normal: 0, high: 5, baselineMaximum: 0.01)
        #expect(counted.first?.facts["threshold"] == .number(10, .perSecond))
        let milliseconds = thresholds(
            #"histogram_quantile(0.99, rate(duration_ms_bucket{service="payments"}[5m])) > 10000"#, query: nil,
            metric: "duration_ms")
        #expect(milliseconds.first?.facts["threshold"] == .number(10, .seconds))
    }

    @Test("a rule that sums over several services is not held against one of them")
    func sharedMetric() {
        let expression = "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 10"
        #expect(thresholds(expression).count == 1)
        #expect(thresholds(expression) { $0.moved(latency, of: "cart", high: 3) }.isEmpty)
        let perService = "histogram_quantile(0.99, sum by (le, service) (rate(http_request_duration_seconds_bucket[5m]))) > 10"
        #expect(thresholds(perService) { $0.moved(latency, of: "cart", high: 3) }.count == 2)
    }

    @Test("recorded series are resolved through their rules")
    func recorded() {
        let found = thresholds(#"service:latency:p99{service="payments"} > 10"#) {
            $0.recording(
                "service:latency:p99",
                "histogram_quantile(0.99, sum by (le, service) (rate(http_request_duration_seconds_bucket[5m])))")
        }
        #expect(found.count == 1)
        #expect(found.first?.facts["rule"] == .text("High"))
    }

    @Test("a signal that fell is held against a lower bound")
    func falls() {
        let found = thresholds(
            #"sum(rate(orders_total{service="payments"}[5m])) < 1"#, query: #"sum(rate(orders_total{service="payments"}[2m]))"#,
            metric: "orders_total", signal: .traffic, unit: .perSecond, normal: 80, high: 12, baselineMaximum: 70)
        #expect(found.first?.facts["threshold"] == .number(1, .perSecond))
        #expect(found.first?.facts["suggestedThreshold"] == .number(20, .perSecond))
        #expect(found.first?.statement.contains("fell no lower than 12/s") == true)
    }

    @Test("a suggestion keeps clear of what the window held before the onset, and of the baseline by half the way to the peak")
    func margin() {
        func suggested(normal: Double, high: Double, baselineMaximum: Double) -> Double? {
            thresholds(
                #"pool_in_use{service="payments"} > 90"#, query: #"max(pool_in_use{service="payments"})"#,
                metric: "pool_in_use", signal: .saturation, unit: .count, normal: normal, high: high,
                baselineMaximum: baselineMaximum
            ).first?.facts["suggestedThreshold"]?.number
        }
        // Three times 6 is 18, and halfway from 6 to 80 is 21.9; halfway from 2 to 80 is 12.6, and three times 2 is 6 only.
        #expect(suggested(normal: 6, high: 80, baselineMaximum: 6) == 50)
        #expect(suggested(normal: 2, high: 80, baselineMaximum: 2) == 20)
        // Nothing readable between 36 and 38; 40 is between 36 and 45.
        #expect(suggested(normal: 12, high: 38, baselineMaximum: 12) == nil)
        #expect(suggested(normal: 12, high: 45, baselineMaximum: 12) == 40)
        #expect(suggested(normal: 0, high: 40, baselineMaximum: 0) == 5)
    }

    @Test("a threshold that would have been crossed only after it was noticed is said to be so")
    func afterNotice() throws {
        func statement(noticed: String) -> String? {
            var builder = CaseBuilder()
            builder.moved(latency, title: "p99 latency", query: latencyQuery)
            builder.rule(
                "High", #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[2m])) > 10"#)
            builder.noticed = noticed
            return builder.found(.thresholdTooHigh).first?.statement
        }
        #expect(
            statement(noticed: "14:22")?.hasSuffix("would have been crossed only at 14:23, after it was noticed at 14:22.")
                == true)
        #expect(statement(noticed: "14:27")?.hasSuffix("would have been crossed at 14:23.") == true)
        #expect(statement(noticed: "14:27")?.contains("which was never reached") == true)
    }

    @Test("without a baseline, or with one that reached as high, nothing is suggested")
    func noSuggestion() {
        let found = thresholds(
            #"histogram_quantile(0.99, rate(http_request_duration_seconds_bucket{service="payments"}[5m])) > 10"#,
            baselineMaximum: 5)
        #expect(found.count == 1)
        #expect(found.first?.facts["suggestedThreshold"] == nil)
    }

    @Test("what was tried is in the facts as a table, with a ready rule in the rule's own unit")
    func table() throws {
        let found = thresholds(
            #"histogram_quantile(0.99, rate(duration_ms_bucket{service="payments"}[5m])) > 10000"#, query: nil,
            metric: "duration_ms")
        let table = try #require(found.first.flatMap { ThresholdTable(facts: $0.facts) })
        #expect(table.present.threshold == "10 s")
        #expect(table.present.firesAfter == ThresholdTable.never)
        #expect(table.best?.firesAfter == "1 min")
        #expect(table.best?.otherFirings == "0")
        #expect(table.rows.contains { $0 == table.best })
        #expect(table.spans.count == 2)
        let best = try #require(table.bestValue)
        #expect(table.readyRule?.contains("> \(Int(best * 1000))\"") == true, "\(table.readyRule ?? "none")")
        #expect(table.readyRule?.contains("for: 1m") == true)
    }
}
