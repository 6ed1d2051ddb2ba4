import Alerting
import Core
import Testing

/// Minute `minute` of a day.
private func at(_ minute: Int) -> Instant { Instant(seconds: 1_767_225_600 + Int64(minute) * 60) }

/// A plan for one rule over a number of minutes.
private func history(
    _ rule: AlertRule, minutes: Int = 20, step: Double = 60, _ values: BackTestValues
) -> RuleHistory {
    let plan = BackTestPlan(
        rules: [(EvidenceID(1), rule)], window: TimeWindow(from: at(0), to: at(minutes)), step: step, pointsPerQuery: 1000)
    return plan.histories(values: [plan.expressions[0]: values])[0]
}

private func series(_ labels: [String: String], _ minutes: [Int], value: Double = 1) -> BackTestValues.Series {
    .init(labels: labels, samples: minutes.map { MetricSeries.Sample(at($0), value) })
}

private func rule(
    _ holdFor: Double = 0, keep: Double? = nil, labels: [String: String] = [:], interval: Double? = nil
) -> AlertRule {
    AlertRule(
        name: "R", group: "g", expression: "x > 1", holdFor: holdFor, labels: labels, keepFiringFor: keep, interval: interval)
}

@Suite struct AlertStatesTests {
    @Test("pending from the first result, firing once it has held for long enough, gone at the first evaluation without one")
    func states() {
        let found = history(rule(120), BackTestValues(series: [series(["a": "b"], [3, 4, 5, 6, 9, 10])]))
        #expect(
            found.stretches == [
                .init(labels: ["a": "b"], pendingFrom: at(3), firingFrom: at(5), to: at(7)),
                .init(labels: ["a": "b"], pendingFrom: at(9), firingFrom: nil, to: at(11)),
            ])
    }

    @Test("a stretch that lasts to the window's end has none")
    func open() {
        let found = history(rule(60), minutes: 4, BackTestValues(series: [series([:], [3, 4])]))
        #expect(found.stretches == [.init(labels: [:], pendingFrom: at(3), firingFrom: at(4), to: nil)])
    }

    @Test("keep_firing_for bridges what is shorter, and only for alerts that fire")
    func keep() {
        let found = history(rule(60, keep: 120), BackTestValues(series: [series([:], [1, 2, 5, 9, 11, 12])]))
        #expect(
            found.stretches == [
                // Gone at 3 and 4, back at 5, gone since 6: over at 8. Pending alone is not kept.
                .init(labels: [:], pendingFrom: at(1), firingFrom: at(2), to: at(8)),
                .init(labels: [:], pendingFrom: at(9), firingFrom: nil, to: at(10)),
                .init(labels: [:], pendingFrom: at(11), firingFrom: at(12), to: at(15)),
            ])
    }

    @Test("what is missing is no evaluation: an alert stays as it was")
    func missing() {
        let found = history(
            rule(),
            BackTestValues(series: [series([:], [1, 5])], gap: "a chunk failed", missing: [TimeWindow(from: at(2), to: at(4))]))
        #expect(found.stretches == [.init(labels: [:], pendingFrom: at(1), firingFrom: at(1), to: at(6))])
        #expect(found.gaps == ["a chunk failed"])
    }

    @Test("the alert's labels are the result's without its name, and the rule's, of which templates are filled in")
    func labels() {
        let labels = [
            "severity": "page", "about": "{{ $labels.service }}/{{ .Labels.zone }}", "level": "at {{ $value }}",
            "odd": "{{ $labels.service | toUpper }}", "none": "{{ $labels.nothing }}",
            "index": #"{{- index $labels "service" -}} x"#,
        ]
        let found = history(
            rule(labels: labels),
            BackTestValues(series: [
                series(["__name__": "x", "service": "a", "zone": "z", "alertname": "other"], [1], value: 1e7)
            ]))
        #expect(
            found.stretches.first?.labels == [
                "service": "a", "zone": "z", "severity": "page", "about": "a/z", "level": "at 1e+07", "index": "ax",
            ])
        #expect(found.notes == ["left out are labels whose templates are not read: odd"])
    }

    @Test("a value in a label makes another alert of each value")
    func values() {
        let values = BackTestValues(series: [
            .init(labels: [:], samples: [.init(at(1), 2), .init(at(2), 2), .init(at(3), 2.5)])
        ])
        let found = history(rule(labels: ["v": "{{ $value }}"]), values)
        #expect(found.stretches.map(\.labels) == [["v": "2"], ["v": "2.5"]])
        #expect(found.stretches.map(\.to) == [at(3), at(4)])
    }

    @Test("two results with the same labels fail the evaluation, and all alerts stay")
    func collision() {
        let values = BackTestValues(series: [series(["i": "1"], [1, 2, 5]), series(["i": "2"], [2, 3])])
        let found = history(rule(labels: ["i": "all"]), values)
        #expect(found.stretches.map(\.pendingFrom) == [at(1), at(5)])
        #expect(found.stretches.first?.to == at(4))
        #expect(found.gaps.count == 1)
    }

    @Test(
        "a rule that is evaluated less often than the values are apart is evaluated then; one evaluated more often is said to be"
    )
    func intervals() {
        let values = BackTestValues(series: [series([:], [1, 2, 3, 6, 7])])
        let found = history(rule(interval: 300), values)
        #expect(found.stretches.isEmpty)
        #expect(found.step == 300)
        #expect(history(rule(interval: 180), values).stretches.map(\.pendingFrom) == [at(3)])
        #expect(
            history(rule(interval: 15), values).notes == [
                "it is evaluated every 15 s and was looked at every 60 s: what is shorter may be missed"
            ])
    }
}

@Suite struct BackTestPlanTests {
    private func plan(_ expressions: [String], points: Int = 1000, step: Double = 60, hours: Int = 1) -> BackTestPlan {
        BackTestPlan(
            rules: expressions.enumerated().map { (EvidenceID($0 + 1), AlertRule(name: "R", group: "g", expression: $1)) },
            window: TimeWindow(from: at(0).adding(seconds: 7), to: at(hours * 60)), step: step, pointsPerQuery: points)
    }

    @Test("whole expressions and the extremes of what is compared, each once however it is written")
    func expressions() {
        #expect(
            plan(["x>10", "x > 10 and y < 3", "(x) > 10", "z == 0", "z != 5", "absent(q)", "time() > bool 5", "no promql {{"])
                .expressions == [
                    "x > 10", "max(x)", "x > 10 and y < 3", "min(y)", "z == 0", "min(abs(z))", "z != 5", "max(abs(z - 5))",
                    "absent(q)", "time() > bool 5", "no promql {{",
                ])
    }

    @Test("chunks begin on the step, keep to the limit, and together hold each moment once")
    func chunks() {
        let plan = plan(["x"], points: 25)
        #expect(plan.chunks.map(\.from) == [at(1), at(26), at(51)])
        #expect(plan.chunks.map(\.to) == [at(25), at(50), at(60)])
        #expect(Set(plan.questions).count == 3)
        #expect(plan.questions.allSatisfy { $0.window.seconds / 60 + 1 <= 25 })
    }

    @Test("odd steps and windows do not trap", arguments: [0, -1, .nan, .infinity, 1e300, 0.001])
    func odd(step: Double) {
        let whole = TimeWindow(from: Instant(nanoseconds: .min), to: Instant(nanoseconds: .max))
        let plan = BackTestPlan(
            rules: [(EvidenceID(1), rule())], window: whole, step: step, pointsPerQuery: 0)
        #expect(plan.step >= 1)
        #expect(plan.pointsPerQuery == 1)
    }

    @Test("how near it came: the extreme, the median, and how often it was beyond")
    func reach() throws {
        let plan = plan(["x > 10", "z == 3"])
        func values(_ values: [Double]) -> BackTestValues {
            BackTestValues(
                series: [.init(labels: [:], samples: values.enumerated().map { .init(at($0 + 1), $1) })],
                evidence: [EvidenceID(7)])
        }
        let found = plan.histories(values: [
            "x > 10": values([]), "max(x)": values([1, 12, .nan, 11, 2, 13]), "min(abs(z - 3))": values([2, 0, 1]),
        ])
        let reach = try #require(found.first?.reaches.first)
        #expect(reach.extreme == 13)
        #expect(reach.extremeAt == at(6))
        #expect(reach.median == 11)
        #expect([reach.samples, reach.crossings, reach.breaching] == [5, 3, 3])
        #expect(found.first?.evidence == [EvidenceID(7)])
        #expect(found.last?.reaches.first?.extreme == 3)
        #expect(found.last?.gaps == ["its expression was not asked"])
    }

    @Test("answers about chunks become one, with what failed")
    func merging() {
        let one = BackTestValues(series: [series(["a": "1"], [1, 2])], evidence: [EvidenceID(1)])
        let two = BackTestValues(series: [series(["a": "2"], [3]), series(["a": "1"], [2, 3])], gap: "cut")
        let whole = BackTestValues(merging: [one, two])
        #expect(whole.series.map(\.samples.count) == [3, 1])
        #expect(whole.gap == "cut")
    }
}
