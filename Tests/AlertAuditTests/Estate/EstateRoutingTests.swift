import AlertAudit
import Core
import Testing

@Suite("The audit of where alerts go and what is not watched") struct EstateRoutingTests {
    private typealias Builder = EstateBuilder

    @Test("A route behind one that takes all is reported; `continue` keeps it alive")
    func unreachable() {
        var estate = Builder()
        estate.routing([
            Builder.route(0, "default"), Builder.route(1, "a", ["severity=critical"]),
            Builder.route(1, "b", ["severity=critical", "team=x"]),
            Builder.route(1, "c", ["severity=~warning|info"], continues: true),
            Builder.route(1, "d", ["severity=warning"]),
        ])
        #expect(estate.subjects(.routeUnreachable) == ["route/1"])
    }

    @Test("A receiver without integration is reported where ordinary alerts end there, not where it is meant for nothing")
    func receivers() {
        var estate = Builder()
        estate.routing(
            [
                Builder.route(0, "default"), Builder.route(1, "team-x", ["service=x"]),
                Builder.route(1, "null", ["severity=none"]),
                Builder.route(1, "null", ["service=sandbox"]), Builder.route(1, "empty", ["alertname=Watchdog"]),
            ], empty: ["team-x", "null", "empty"])
        estate.rule("X", "x > 1", labels: ["service": "x"])
        estate.rule("Sandbox", "x > 2", labels: ["service": "sandbox"])
        estate.rule("Quiet", "x > 3", severity: "none", labels: ["service": "q"])
        estate.rule("Watchdog", "vector(1)", severity: "none", labels: ["service": "q"])
        #expect(estate.subjects(.receiverWithoutIntegration) == ["receiver/team-x"])
    }

    @Test("A receiver is found that only some of a rule's alerts end at")
    func someAlerts() {
        var estate = Builder()
        estate.routing([Builder.route(0, "default"), Builder.route(1, "team-x", ["service=x"])], empty: ["team-x"])
        estate.rule("All", "sum by (service) (rate(errors_total[5m])) > 1")
        estate.signals("x", ["errors_total"])
        estate.signals("y", ["errors_total"])
        #expect(estate.subjects(.receiverWithoutIntegration) == ["receiver/team-x"])
    }

    @Test("Time intervals that leave no time are reported; nights and weekends are not")
    func muted() {
        typealias Period = AlertTimeInterval.Period
        typealias Span = AlertTimeInterval.Range
        var estate = Builder()
        estate.routing(
            [
                Builder.route(0, "default"), Builder.route(1, "a", ["team=a"], mute: ["day", "night"]),
                Builder.route(1, "b", ["team=b"], mute: ["night"]), Builder.route(1, "c", ["team=c"], active: ["day"]),
                Builder.route(1, "d", ["team=d"], mute: ["day"], active: ["day"]),
            ],
            intervals: [
                AlertTimeInterval(name: "day", periods: [Period(minutes: [Span(480, 1200)])]),
                AlertTimeInterval(name: "night", periods: [Period(minutes: [Span(0, 480), Span(1200, 1440)])]),
            ])
        #expect(Set(estate.subjects(.alwaysMuted)) == ["route/0", "route/3"])
    }

    @Test(
        "Inhibitions that hide the cause are reported",
        arguments: [
            (["severity=warning"], ["severity=critical"], ["service"]),
            (["alertname=HighErrorRate"], ["alertname=DiskFull"], ["service"]),
            (["service=front"], ["service=db"], []), (["severity=critical"], ["severity=~critical|warning"], []),
            (["severity=critical"], ["severity=critical"], ["service"]),
            (["severity=ticket"], ["severity=page"], ["service"]), (["severity=p2"], ["severity=p1"], ["service"]),
            (["severity=sev-3"], ["severity=~sev-[12]"], ["service"]),
            (["severity=warning"], ["severity=~.+"], ["service"]),
            (["owner=a", "severity=warning"], ["severity=~critical|warning", "owner=a"], ["service"]),
        ])
    func inhibits(_ source: [String], _ target: [String], _ equal: [String]) {
        #expect(Self.estate(source, target, equal).subjects(.inhibitsOwnCause) == ["inhibition/0"])
    }

    @Test(
        "Inhibitions of symptoms by causes, and of warnings by what is critical, are not reported",
        arguments: [
            (["severity=critical"], ["severity=warning"], ["service"]),
            (["alertname=DiskFull"], ["alertname=HighErrorRate"], ["service"]),
            (["service=db"], ["service=front"], []), (["severity=critical"], ["severity=~critical|warning"], ["service"]),
            (["alertname=NodeDown"], ["severity=~critical|warning"], ["instance"]),
            (["severity=page"], ["severity=ticket"], ["service"]), (["severity=p1"], ["severity=~p[2-5]"], ["service"]),
            (["severity=ticket"], ["severity=warning"], ["service"]), (["severity=blue"], ["severity=red"], ["service"]),
            (["layer=host", "severity=warning"], ["layer=app", "severity=~.+"], ["service"]),
            (["severity=critical"], ["severity=~.+"], ["service"]),
        ])
    func goodInhibitions(_ source: [String], _ target: [String], _ equal: [String]) {
        #expect(Self.estate(source, target, equal).subjects(.inhibitsOwnCause).isEmpty)
    }

    private static func estate(_ source: [String], _ target: [String], _ equal: [String]) -> EstateBuilder {
        var estate = Builder()
        estate.add(.dependency(Dependency(caller: "front", callee: "db")))
        estate.rule("HighErrorRate", "rate(http_requests_total{code=~\"5..\"}[5m]) > 1", severity: "critical")
        estate.rule("DiskFull", "node_filesystem_avail_bytes < 1")
        estate.rule("NodeDown", "up{job=\"node\"} == 0", severity: "critical")
        estate.routing([Builder.route(0, "default")], inhibitions: [(source, target, equal)])
        return estate
    }

    @Test("Signals that no rule watches are reported for each service, with the matrix")
    func coverage() {
        var estate = Builder()
        let metrics = [
            "http_requests_total", "http_request_duration_seconds_bucket", "pool_in_use", "process_start_time_seconds",
        ]
        estate.signals("a", metrics)
        estate.signals("b", metrics)
        estate.signals("c", ["process_start_time_seconds"])
        estate.rule(
            "Errors",
            "sum by (service) (rate(http_requests_total{code=~\"5..\"}[5m])) / sum by (service) (rate(http_requests_total[5m])) > 0.1"
        )
        estate.rule(
            "Slow", "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{service=\"a\"}[5m]))) > 1")
        estate.rule("Pool", "in_use:max > 9")
        estate.recording("in_use:max", "max by (service) (pool_in_use)")
        let report = estate.report()
        func subjects(_ check: AuditCheckID) -> [String] { report.findings.filter { $0.check == check }.map(\.subject) }
        #expect(subjects(.coverageErrors).isEmpty)
        #expect(subjects(.coverageLatency) == ["service/b"])
        #expect(subjects(.coverageSaturation).isEmpty)
        #expect(subjects(.coverageTraffic) == ["service/a", "service/b"])
        #expect(report.coverage.map(\.service) == ["a", "b", "c"])
        #expect(report.coverage.first?.errors.rules == ["rule/g/Errors"])
        #expect(report.coverage.last?.latency.hasSignal == false)
    }

    @Test("A target that is down is reported where no rule judges `up` of it")
    func targets() {
        var estate = Builder()
        for job in ["web", "db"] {
            estate.add(
                .record(
                    Record(
                        title: "scrape target down",
                        fields: [
                            "labels": .object(["job": .string(job), "instance": .string("h:1")]),
                            "lastError": .string("refused"),
                        ])))
        }
        estate.rule("WebDown", "up{job=\"web\"} == 0")
        estate.rule("DbGone", "absent(up{job=\"db\"})")
        #expect(estate.subjects(.targetDown) == ["target/db/h:1"])
    }

    @Test("A suppression covers its findings until it ends, and is a finding from then on")
    func suppressions() {
        var estate = Builder()
        estate.rule("Fails", "up == 0", lastError: "boom")
        estate.settings.suppressions = [
            AuditSuppression(check: .ruleFails, subject: "rule/g/*", reason: "known", until: Builder.now.adding(seconds: 60))
        ]
        let covered = estate.report()
        #expect(covered.findings.first { $0.check == .ruleFails }?.suppressedBy?.reason == "known")
        #expect(covered.counts.suppressed == 1 && covered.counts.findingsByCheck[.ruleFails] == nil)
        estate.settings.suppressions[0].until = Builder.now
        let expired = estate.report()
        #expect(expired.open.contains { $0.check == .ruleFails })
        #expect(expired.findings.filter { $0.check == .suppressionExpired }.map(\.subject) == ["rule/g/*"])
        #expect(expired.score.points < covered.score.points)
    }

    @Test("The same trouble keeps its id from audit to audit, so that what is new, gone and still there can be told")
    func changes() {
        var before = Builder()
        before.rule("Fails", "up == 0", lastError: "boom")
        before.rule("Other", "x > 1", lastError: "boom")
        var after = Builder()
        after.recording("a:b", "sum(x)", lastError: "boom")
        after.rule("Fails", "up == 0", lastError: "boom")
        let changes = after.report().changes(since: before.report())
        #expect(changes.new.map(\.subject) == ["recording/a:b"])
        #expect(changes.gone.map(\.subject) == ["rule/g/Other"])
        #expect(changes.still.map(\.subject) == ["rule/g/Fails"])
    }

    @Test("A score is the sum of its terms, and every finding cites evidence and says what to do")
    func scores() {
        var estate = Builder()
        estate.signals("a", ["http_requests_total"])
        estate.rule("Fails", "rate(http_requests_total{service=\"a\"}[5m]) > 1", lastError: "boom")
        let report = estate.report()
        #expect(report.services.map(\.service) == ["a"])
        // One critical finding and one warning are taken off.
        #expect(report.services.map(\.points) == [79.0])
        #expect(report.findings.allSatisfy { !$0.evidence.isEmpty && !$0.remedy.isEmpty && $0.statement.hasSuffix(".") })
        #expect(report == estate.report())
    }
}
