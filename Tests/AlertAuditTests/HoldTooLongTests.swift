import AlertAudit
import Core
import Testing

@Suite struct HoldTooLongTests {
    private func found(
        holdFor: Double, from: String = "14:23", to: String = "14:26", fired: Bool = false, expression: String? = nil
    ) -> [Finding] {
        var builder = CaseBuilder()
        builder.moved("queue_depth", signal: .saturation, unit: .count, normal: 3, high: 80, from: from, to: to)
        builder.rule("QueueLong", expression ?? #"queue_depth{service="payments"} > 50"#, holdFor: holdFor)
        if fired { builder.alert("QueueLong", ["service": "payments"], from: "14:24") }
        return builder.found(.holdTooLong)
    }

    @Test("a breach that was certainly shorter than the rule waits is found")
    func shorter() throws {
        let finding = try #require(found(holdFor: 600).first)
        #expect(finding.facts["holdFor"] == .duration(600))
        #expect(finding.facts["atMost"] == .duration(300))
        #expect(finding.facts["threshold"] == .number(50, .count))
        #expect(
            finding.statement
                == "The rule `QueueLong` fires only after 10 min, and queue_depth of payments was beyond its threshold of 50 for at most"
                + " 5 min at a time, from 14:23.")
    }

    @Test("a breach that may have lasted long enough between the samples is not")
    func uncertain() {
        #expect(found(holdFor: 290).isEmpty)
        #expect(found(holdFor: 60).isEmpty)
        #expect(found(holdFor: 0).isEmpty)
    }

    @Test("a breach at the window's edge may have lasted longer")
    func edge() {
        #expect(found(holdFor: 36_000, from: "14:30", to: "15:00").isEmpty)
    }

    @Test("an alert that fired was held long enough; several thresholds are not judged by one")
    func others() {
        #expect(found(holdFor: 600, fired: true).isEmpty)
        #expect(found(holdFor: 600, expression: #"queue_depth{service="payments"} > 50 and queue_age > 3"#).isEmpty)
        #expect(found(holdFor: 600, expression: #"queue_depth{service="payments"} > 90"#).isEmpty)
    }
}
