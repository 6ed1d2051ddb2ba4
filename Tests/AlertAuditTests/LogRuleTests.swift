import AlertAudit
import Core
import Testing

@Suite struct LogRuleTests {
    private func builder(_ expression: String, holdFor: Double, every seconds: Double, completeness: Completeness = .complete)
        -> CaseBuilder
    {
        var builder = CaseBuilder()
        builder.moved("http_errors", signal: .errors, unit: .ratio, title: "errors", normal: 0.001, high: 0.3)
        builder.rule("PaymentErrorLogs", expression, holdFor: holdFor)
        let lines = (0..<40).map {
            LogLines.Line(
                time: CaseBuilder.at("14:24").adding(seconds: Double($0) * seconds), text: "charge failed \($0)",
                severity: "error")
        }
        builder.add(.logs(LogLines(lines: lines)), service: "payments", completeness: completeness)
        return builder
    }

    private static let expression = #"(sum(rate({app="payments"} |= "failed" | json | level="error" [5m])) > 0.5)"#

    @Test("a rule over log lines whose threshold was never reached could not fire")
    func threshold() throws {
        let finding = try #require(
            builder(LogRuleTests.expression, holdFor: 600, every: 15).found(.thresholdTooHigh).first {
                $0.service == "payments" && $0.facts["lines"] != nil
            })
        #expect(finding.facts["threshold"] == .number(0.5, .perSecond))
        #expect(finding.facts["observed"] == .number(20.0 / 300, .perSecond))
        #expect(finding.statement.contains("could not fire"))
    }

    @Test("a rule whose threshold was passed for less than its hold is told apart")
    func hold() throws {
        let finding = try #require(
            builder(#"sum(count_over_time({app="payments"} |= "failed" [1m])) > 10"#, holdFor: 600, every: 4)
                .found(.holdTooLong).first { $0.facts["lines"] != nil })
        #expect((finding.facts["atMost"]?.number ?? 0) < 600)
    }

    @Test("nothing is said of lines that were cut off, of a rule that could fire, or of a query that is not read")
    func silent() {
        #expect(
            !builder(LogRuleTests.expression, holdFor: 600, every: 15, completeness: .cutOff(reason: "limit"))
                .found(.thresholdTooHigh).contains { $0.facts["lines"] != nil })
        #expect(
            !builder(#"sum(rate({app="payments"} |= "failed" [5m])) > 0.01"#, holdFor: 60, every: 15)
                .run().findings.contains { $0.facts["lines"] != nil })
        #expect(
            !builder(#"sum(rate({app="payments"} | unwrap duration [5m])) > 9"#, holdFor: 60, every: 15)
                .run().findings.contains { $0.facts["lines"] != nil })
    }
}
