import AlertAudit
import Core
import Testing

@Suite struct DeadEndTests {
    private func builder(labels: [String: String] = ["severity": "ticket"], lastError: String? = nil) -> CaseBuilder {
        var builder = CaseBuilder()
        builder.moved("queue_depth", signal: .saturation, unit: .count, normal: 3, high: 80)
        builder.rule(
            "QueueLong", #"sum by (service) (queue_depth{service="payments"}) > 50"#, labels: labels, lastError: lastError)
        return builder
    }

    private func routing(inhibitions: [AlertRouting.Inhibition] = [], empty: [String] = ["tickets"]) -> Observation {
        .routing(
            AlertRouting(
                routes: [
                    .init(depth: 0, receiver: "tickets", matchers: []),
                    .init(depth: 1, receiver: "pager", matchers: [.equal("severity", "page")]),
                    .init(depth: 1, receiver: "team", matchers: [.equal("team", "payments")], continues: true),
                    .init(
                        depth: 2, receiver: "night", matchers: [.regex("service", "pay.*")], muteTimeIntervals: ["office hours"]
                    ),
                    .init(depth: 1, receiver: "unknown", matchers: [.equal("instance", "db-1")]),
                ], inhibitions: inhibitions, emptyReceivers: empty))
    }

    @Test("alerts that reach only a receiver without integrations are a dead end")
    func emptyReceiver() throws {
        var builder = builder()
        let tree = builder.add(routing())
        let finding = try #require(builder.found(.deadEnd).first)
        #expect(finding.evidence.contains(tree))
        #expect(finding.facts["receiver"] == .text("tickets"))
        #expect(
            finding.statement
                == "Alerts of the rule `QueueLong` on payments are routed to `tickets`, which has no integration and so tells no one."
        )
    }

    @Test("alerts that reach someone are not")
    func integrated() {
        var paging = builder(labels: ["severity": "page"])
        paging.add(routing())
        #expect(paging.found(.deadEnd).isEmpty)
        var noEmpty = builder()
        noEmpty.add(routing(empty: []))
        #expect(noEmpty.found(.deadEnd).isEmpty)
    }

    @Test("nested routes are followed, past `continue` too, and mute intervals without a definition are a gap")
    func nested() {
        var builder = builder(labels: ["severity": "page", "team": "payments"])
        builder.add(routing(empty: ["night"]))
        // The page route comes first and does not continue.
        #expect(builder.found(.deadEnd).isEmpty)
        var team = self.builder(labels: ["severity": "ticket", "team": "payments"])
        team.add(routing(empty: ["night"]))
        #expect(team.found(.deadEnd).first?.facts["receiver"] == .text("night"))
        #expect(team.run().gaps.contains { $0.reason.contains("`office hours`") })
    }

    private func muted(_ period: AlertTimeInterval.Period, active: Bool = false) -> CaseBuilder {
        var builder = builder(labels: ["severity": "page"])
        builder.add(
            .routing(
                AlertRouting(
                    routes: [
                        .init(depth: 0, receiver: "tickets", matchers: []),
                        .init(
                            depth: 1, receiver: "pager", matchers: [.equal("severity", "page")],
                            muteTimeIntervals: active ? [] : ["quiet"], activeTimeIntervals: active ? ["quiet"] : []),
                    ], timeIntervals: [AlertTimeInterval(name: "quiet", periods: [period])])))
        return builder
    }

    @Test("a route that was muted at the onset is a dead end up to when it tells again")
    func mutedRoute() throws {
        let lunch = AlertTimeInterval.Period(minutes: [.init(14 * 60, 14 * 60 + 30)])
        let result = muted(lunch).run()
        let finding = try #require(result.findings.first { $0.kind == .deadEnd })
        #expect(
            finding.statement
                == "Alerts of the rule `QueueLong` on payments are routed to `pager` by routes that were muted from the onset at"
                + " 14:23 up to 14:30, by `quiet`.")
        #expect(finding.facts["mutedUntil"] == .time(CaseBuilder.at("14:30")))
        #expect(!result.gaps.contains { $0.what.contains("mute time") })
        let whole = try #require(muted(.init(weekdays: [.init(0, 4)]), active: true).found(.deadEnd).first)
        #expect(whole.statement.contains("through the whole trouble"))
    }

    @Test("a route that was open at the onset is not, and one in a time zone that is not known is a gap")
    func openRoute() {
        #expect(muted(.init(minutes: [.init(15 * 60, 16 * 60)])).found(.deadEnd).isEmpty)
        #expect(muted(.init(minutes: [.init(0, 14 * 60)])).run().gaps.allSatisfy { !$0.what.contains("mute time") })
        let unknown = muted(.init(location: "Local")).run()
        #expect(unknown.findings.allSatisfy { $0.kind != .deadEnd })
        #expect(unknown.gaps.contains { $0.reason.contains("`quiet`") })
    }

    @Test("where the way depends on labels that are not known, nothing is said")
    func uncertain() {
        var builder = CaseBuilder()
        builder.moved("queue_depth", signal: .saturation, unit: .count, normal: 3, high: 80)
        builder.rule("QueueLong", #"queue_depth{service="payments"} > 50"#)
        builder.add(routing())
        #expect(builder.found(.deadEnd).isEmpty)
        builder.alert("QueueLong", ["service": "payments", "instance": "a"], from: "14:25")
        #expect(builder.found(.deadEnd).count == 1)
    }

    @Test("a rule that fails to evaluate is a dead end, with its error quoted safely")
    func broken() throws {
        let finding = try #require(builder(lastError: "many-to-many \"matching\"\n\u{202e}not allowed").found(.deadEnd).first)
        #expect(
            finding.statement
                == #"The rule `QueueLong` of payments fails when it is evaluated: "many-to-many 'matching' not allowed"."#)
    }

    @Test("an alert that another one inhibits is a dead end while that one fires")
    func inhibited() throws {
        let inhibition = AlertRouting.Inhibition(
            source: [.equal("alertname", "ServiceDown")], target: [.equal("severity", "ticket")], equal: ["service"])
        var builder = builder()
        builder.add(routing(inhibitions: [inhibition], empty: []))
        #expect(builder.found(.deadEnd).isEmpty)
        builder.alert("ServiceDown", ["service": "checkout"], from: "14:25")
        #expect(builder.found(.deadEnd).isEmpty)
        let source = builder.alert("ServiceDown", ["service": "payments"], from: "14:25")
        let finding = try #require(builder.found(.deadEnd).first)
        #expect(finding.evidence.contains(source))
        #expect(
            finding.statement
                == "Alerts of the rule `QueueLong` on payments are inhibited while `ServiceDown` fires, which it did from 14:25."
        )
    }
}
