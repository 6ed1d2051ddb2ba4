import AlertAudit
import Alerting
import Core
import PromQL
import Testing

@Suite("The audit of how rules behaved") struct EstateBehaviourTests {
    private static let expression = "sum by (service) (rate(http_requests_total{code=~\"5..\"}[5m])) > 10"

    @Test("A rule that fires for most of the window is reported; a watchdog and one that fires for half of it are not")
    func always() {
        var estate = EstateBuilder()
        let always = estate.rule("Always", Self.expression)
        let half = estate.rule("Half", Self.expression, severity: "critical")
        let dog = estate.rule("Watchdog", "vector(1)", severity: "none")
        estate.fired(always, [(0, 29 * 86_400)])
        estate.fired(half, [(0, 15 * 86_400)])
        estate.fired(dog, [(0, 31 * 86_400)])
        #expect(estate.subjects(.alwaysFiring) == ["rule/g/Always"])
    }

    @Test("A rule that nothing came near is reported; one that something came near, and one on a state, are not")
    func never() {
        var estate = EstateBuilder()
        estate.reached(estate.rule("Far", "queue_depth > 1000"), .greater, 1000, extreme: 80, median: 20)
        estate.reached(estate.rule("Near", "queue_depth > 100", severity: "info"), .greater, 100, extreme: 80, median: 20)
        estate.reached(estate.rule("Down", "avg(up{job=\"x\"}) < 0.5"), .less, 0.5, extreme: 1, median: 1)
        estate.reached(estate.rule("Errors", "increase(fatal_errors_total[5m]) > 0"), .greater, 0, extreme: 0, median: 0)
        #expect(estate.subjects(.neverFired) == ["rule/g/Far"])
    }

    @Test("A threshold that no share can pass is reported without any history")
    func impossible() {
        var estate = EstateBuilder()
        let share = "sum(rate(x_total{code=~\"5..\"}[5m])) / sum(rate(x_total[5m]))"
        estate.rule("Impossible", "\(share) > 5")
        estate.rule("Percent", "100 * \(share) > 5")
        estate.rule("Full", "sum(rate(a_total[5m])) / sum(rate(b_total[5m])) > 5")
        #expect(estate.subjects(.neverFired) == ["rule/g/Impossible"])
    }

    @Test("Many short firings are flapping; long ones, few, and those of many series are not")
    func flapping() {
        var estate = EstateBuilder()
        estate.fired(estate.rule("Flaps", Self.expression), (0..<20).map { (Double($0) * 5, 240) })
        estate.fired(estate.rule("Long", Self.expression, severity: "info"), (0..<20).map { (Double($0) * 5, 7200) })
        estate.fired(estate.rule("Few", Self.expression, severity: "page"), (0..<4).map { (Double($0) * 5, 240) })
        #expect(estate.subjects(.flapping) == ["rule/g/Flaps"])
    }

    @Test("Firings whose incidents nobody acknowledges are reported; one acknowledgement is enough")
    func unattended() {
        var estate = EstateBuilder()
        let cases = [("Ignored", false, 0), ("Handled", true, 0), ("Unknown", false, 8), ("Half", false, 4)]
        for (number, (name, hasAnswer, cutOff)) in cases.enumerated() {
            estate.fired(
                estate.rule(name, "\(Self.expression)\(number)", severity: "critical"),
                (0..<8).map { (Double($0) * 24, 7200) })
            for index in 0..<8 {
                let id = "\(name)\(index)"
                estate.add(
                    .incident(
                        IncidentRecord(
                            id: id, title: "[FIRING] \(name) service a", status: "resolved",
                            createdAt: Stamp(EstateBuilder.window.from))))
                // The log was read from its end, and not to its beginning.
                let kinds: [IncidentEvent.Kind] = index < cutOff ? [.resolved] : [.triggered, .resolved]
                for kind in kinds { estate.add(.incidentEvent(IncidentEvent(kind: kind, incident: id, summary: ""))) }
            }
            if hasAnswer { estate.add(.incidentEvent(IncidentEvent(kind: .acknowledged, incident: "\(name)3", summary: ""))) }
        }
        #expect(estate.subjects(.unattended) == ["rule/g/Half", "rule/g/Ignored"])
        let result = estate.report()
        let statements = result.findings.filter { $0.check == .unattended }.map(\.statement)
        #expect(statements.contains { $0.hasSuffix("nobody acknowledged any of its 8 incidents.") })
        #expect(statements.contains { $0.hasSuffix("any of the 4 of its incidents whose course was read.") })
        #expect(result.gaps.contains { $0.kind == .partial && $0.reason.hasPrefix("What became of 12 of 32 incidents") })
    }

    @Test("That a firing has no incident is said where all incidents were read")
    func withoutIncidents() {
        for completeness in [Completeness.complete, .cutOff(reason: "the first 10000 were read")] {
            var estate = EstateBuilder()
            estate.fired(
                estate.rule("Silent", Self.expression, severity: "critical"), (0..<8).map { (Double($0) * 24, 7200) })
            let other = IncidentRecord(
                id: "1", title: "Something else", status: "resolved", createdAt: Stamp(EstateBuilder.window.from))
            estate.add(.incident(other), completeness: completeness)
            #expect(estate.subjects(.unattended) == (completeness == .complete ? ["rule/g/Silent"] : []))
        }
    }

    @Test("A ratio without `for` that crosses in single samples is reported; a counter, and a ratio that stays beyond, are not")
    func noisy() {
        var estate = EstateBuilder()
        let ratio = "sum(rate(x_total{code=~\"5..\"}[5m])) / sum(rate(x_total[5m]))"
        let short = (0..<6).map { (hour: Double($0) * 40, seconds: 60.0) }
        estate.fired(estate.rule("Noisy", "\(ratio) > 0.05", holdFor: 0), short)
        estate.fired(estate.rule("Held", "\(ratio) > 0.06", holdFor: 120), short)
        estate.fired(estate.rule("Fatal", "increase(fatal_total[5m]) > 0", holdFor: 0), short)
        estate.fired(
            estate.rule("Steady", "\(ratio) > 0.2", holdFor: 0, severity: "page"), [(3, 3600), (90, 7200), (200, 900)])
        #expect(estate.subjects(.noHoldOnNoisyRatio) == ["rule/g/Noisy"])
    }

    @Test("A failing evaluation is reported for rules and for recordings")
    func failing() {
        var estate = EstateBuilder()
        estate.rule("Fails", "up == 0", lastError: "many-to-many matching not allowed")
        estate.recording("a:b", "sum(x)", lastError: "boom")
        estate.rule("Fine", "up == 0", severity: "page")
        #expect(Set(estate.subjects(.ruleFails)) == ["rule/g/Fails", "recording/a:b"])
    }

    @Test("Metrics and series that never were are reported, but not what is meant to be absent or may not have occurred")
    func presence() {
        var estate = EstateBuilder()
        estate.rule("Gone", "rate(gone_total[5m]) > 1")
        estate.rule("Absent", "absent(gone_total)")
        estate.rule("Either", "rate(gone_total[5m]) > 1 or rate(there_total[5m]) > 1")
        estate.rule("Typo", "rate(there_total{service=\"chekout\"}[5m]) > 1")
        estate.rule("Code", "rate(there_total{code=~\"5..\"}[5m]) > 1")
        estate.rule("Class", "rate(there_total{code=\"5xx\"}[5m]) > 1")
        estate.rule("NoLabel", "rate(there_total{status=~\"5..\"}[5m]) > 1")
        estate.rule("Unasked", "rate(unasked_total[5m]) > 1")
        estate.counts = [
            "gone_total": 0, "there_total": 12, "there_total{service=\"chekout\"}": 0, "there_total{code=~\"5..\"}": 0,
            "there_total{code=\"5xx\"}": 0, "there_total{code!=\"\"}": 12, "there_total{code=~\"[1-5][0-9][0-9]\"}": 12,
            "there_total{status=~\"5..\"}": 0, "there_total{status!=\"\"}": 0, "there_total{status=~\"[1-5][0-9][0-9]\"}": 0,
        ]
        #expect(estate.subjects(.metricMissing) == ["rule/g/Gone"])
        #expect(Set(estate.subjects(.seriesMissing)) == ["rule/g/Typo", "rule/g/Class", "rule/g/NoLabel"])
    }

    @Test("Joins are judged by the labels of what each side selects, and names by whether values fall")
    func data() {
        var estate = EstateBuilder()
        let left = "slots_taken{service=\"a\"}"
        let right = "slots_present{service=\"a\"}"
        estate.rule("Join", "\(left) > on (shard, service) \(right)")
        estate.counts = [
            left: 2, right: 2, "slots_taken": 9, "slots_present": 9, "slots_taken{service=\"a\", shard!=\"\"}": 2,
            "slots_present{service=\"a\", shard!=\"\"}": 0, "slots_taken{service=\"a\", service!=\"\"}": 2,
            "slots_present{service=\"a\", service!=\"\"}": 2,
        ]
        estate.rule("Counter", "orders_total > 40")
        let moving = estate.rule("Moving", "connections_total > 40")
        var reach = RuleHistory.Reach(comparison: .greater, threshold: 40, extreme: 60, median: 12, samples: 8_000)
        reach.rises = 4_000
        reach.falls = 3_900
        estate.fired(moving, [(hour: 9, seconds: 900)], reaches: [reach])
        estate.rule("Backlog", "rate(sync_backlog_items[1h]) > 3")
        #expect(estate.subjects(.missingLabels) == ["rule/g/Join"])
        #expect(Set(estate.subjects(.counterReset)) == ["rule/g/Counter", "rule/g/Backlog"])
    }

    @Test("What falls in more than a third of its changes is a gauge, where its name does not say that it is a counter")
    func falls() {
        var estate = EstateBuilder()
        estate.rule("Pauses", "rate(image_longest_pause[1h]) > 3")
        estate.rule("Edge", "increase(image_shown[1h]) > 3")
        // A process that starts again with every error that it counts.
        estate.rule("Total", "increase(charge_errors_total[1h]) > 3")
        estate.rule("Served", "rate(image_served[1h]) > 3")
        estate.rule("Still", "rate(image_still[1h]) > 3")
        let entries = [("image_longest_pause", 49), ("image_shown", 34), ("charge_errors_total", 50), ("image_served", 33)]
        estate.add(.inventory(Inventory(of: "falls", entries: entries.map { Inventory.Entry(name: $0.0, count: $0.1) })))
        #expect(Set(estate.subjects(.counterReset)) == ["rule/g/Pauses", "rule/g/Edge"])
        let rules = [AlertRule(name: "A", group: "g", expression: "rate(b[1h]) > delta(c[1h]) + sum(irate(a{x=\"1\"}[5m]))")]
        #expect(Estate.metricsTakenAsCounters(rules: rules) == ["a", "b"])
    }

    @Test("The selectors to count hold each metric, each full selector, and what tells an outcome from a typing error")
    func selectors() {
        let rule = AlertRule(
            name: "A", group: "g", expression: "rate(x_total{code=~\"5..\", service=\"a\"}[5m] offset 1h) > 1")
        let texts = Estate.selectorsToCount(rules: [rule], recordings: [])
        #expect(
            texts
                == [
                    "x_total", "x_total{code!=\"\"}", "x_total{code=~\"5..\", service=\"a\"}",
                    "x_total{code=~\"[1-5][0-9][0-9]\"}", "x_total{service=\"a\"}",
                ].sorted())
    }
}
