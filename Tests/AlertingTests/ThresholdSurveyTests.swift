import Alerting
import Core
import PromQL
import Testing

private func at(_ minute: Int) -> Instant { Instant(seconds: 1_767_225_600 + Int64(minute) * 60) }

private func samples(_ values: [Double], step: Double = 60, from: Int = 0) -> ThresholdSurvey.Samples {
    .init(values.enumerated().map { .init(at(from).adding(seconds: Double($0) * step), $1) }, step: step)
}

@Suite struct ThresholdSurveyTests {
    /// Ten quiet minutes, then 4.2; a week before it with two single excursions to 0.6.
    private func surveyed(_ comparison: BinaryOperator = .greater, sign: Double = 1, holdFor: Double = 0) -> ThresholdSurvey? {
        let quiet = (0..<2016).map { sign * ($0 == 700 || $0 == 1500 ? 0.6 : 0.12) }
        let incident = Array(repeating: sign * 0.12, count: 10) + Array(repeating: sign * 4.2, count: 10)
        return ThresholdSurvey(
            comparison, threshold: sign * 10, holdFor: holdFor, incident: samples(incident),
            history: [samples(quiet, step: 300, from: -10_080)], onset: at(10))
    }

    @Test("thresholds between what is usual and what it came to, with when they fire and how often otherwise")
    func table() throws {
        let survey = try #require(surveyed())
        #expect(Set(survey.rows.map(\.threshold)) == [2, 1, 0.5, 0.2])
        #expect(Set(survey.rows.map(\.holdFor)) == [0, 60])
        #expect(survey.present.firesAfter == nil)
        let low = try #require(survey.rows.first { $0.threshold == 0.5 && $0.holdFor == 0 })
        #expect(low.firesAfter == 0)
        #expect(low.otherFirings == 2)
        #expect(abs(low.perDay - 2.0 / 7) < 0.01)
        // How long a sample lasted that has none beside it for five minutes is not known: it counts.
        #expect(survey.rows.first { $0.threshold == 0.5 && $0.holdFor == 60 }?.otherFirings == 2)
        let best = try #require(survey.best)
        #expect([best.threshold, best.holdFor, best.firesAfter, best.perDay] == [2, 60, 60, 0])
        #expect(best.otherFirings == 0)
        #expect(survey.spans.map(\.quiet) == [0.6, 0.6])
        #expect(survey.spans.map(\.caught) == [4.2, 4.2])
    }

    @Test("a preferred threshold is taken where it will do, and the rule's own duration is tried")
    func preferred() throws {
        let incident = Array(repeating: 0.1, count: 10) + Array(repeating: 9.0, count: 10)
        let survey = try #require(
            ThresholdSurvey(
                .greater, threshold: 100, holdFor: 300, incident: samples(incident),
                history: [samples([0.1, 0.2, 0.1], step: 3600)],
                onset: at(10), preferred: 0.7))
        #expect(survey.best?.threshold == 0.7)
        #expect(survey.best?.holdFor == 60)
        #expect(survey.rows.first { $0.threshold == 0.7 && $0.holdFor == 300 }?.firesAfter == 300)
    }

    @Test("what falls is looked at upside down")
    func falling() throws {
        let history = samples((0..<100).map { $0 == 50 ? 60 : 100 }, step: 3600, from: -6100)
        let incident = samples(Array(repeating: 100, count: 10) + Array(repeating: 12, count: 5))
        let survey = try #require(
            ThresholdSurvey(.less, threshold: 5, holdFor: 0, incident: incident, history: [history], onset: at(10)))
        #expect(survey.rows.map(\.threshold).contains(50))
        #expect(survey.best?.otherFirings == 0)
        #expect(survey.spans.first?.quiet == 60)
        #expect(survey.spans.first?.caught == 12)
        #expect(survey.spans.map(\.isOpen) == [true, true])
    }

    @Test("no choice where nothing fires in time, and no survey of equality")
    func none() throws {
        let flat = try #require(
            ThresholdSurvey(
                .greater, threshold: 10, holdFor: 0, incident: samples([1, 1, 1, 1]), history: [samples([1, 2, 1])],
                onset: at(2),
                preferred: 5))
        #expect(flat.best == nil)
        #expect(
            ThresholdSurvey(.equal, threshold: 0, holdFor: 0, incident: samples([1]), history: [], onset: at(0)) == nil)
    }

    @Test("a ready rule has the same labels and annotations, and every text in quotes")
    func ready() throws {
        let rule = AlertRule(
            name: "High: \"x\"", group: "g", expression: "sum(rate(x[5m])) > 10", holdFor: 300,
            labels: ["severity": "page"], annotations: ["summary": "line\nbreak: {{ $value }} # \u{202e}\u{1F600}'"])
        let tree = try PromQLParser.parse(rule.expression)
        let ready = try #require(rule.setting(tree.thresholds[0], to: 0.5, holdFor: 90))
        #expect(
            RuleText.yaml([ready], group: "a: b", interval: 30) == """
                groups:
                  - name: "a: b"
                    interval: 30s
                    rules:
                      - alert: "High: \\"x\\""
                        expr: "sum(rate(x[5m])) > 0.5"
                        for: 1m30s
                        labels:
                          "severity": "page"
                        annotations:
                          "summary": "line\\nbreak: {{ $value }} # \\u202e😀'"

                """)
    }
}

@Suite struct WhyNotTests {
    private let window = TimeWindow(from: at(0), to: at(100))
    private let onset = TimeWindow(from: at(50), to: at(80))

    private func history(
        _ stretches: [RuleHistory.Stretch] = [], reach: RuleHistory.Reach? = nil, gaps: [String] = []
    ) -> RuleHistory {
        RuleHistory(
            rule: EvidenceID(1), window: window, step: 60, stretches: stretches, reaches: reach.map { [$0] } ?? [], gaps: gaps)
    }

    private func why(
        _ history: RuleHistory, error: String? = nil, holdFor: Double = 600, probes: [String: Bool] = [:],
        delivery: AlertDelivery? = nil
    ) -> WhyNot {
        WhyNot(
            AlertRule(name: "R", group: "g", expression: #"x{a="b"} > 10"#, holdFor: holdFor, lastError: error), history,
            onset: onset, probes: probes, delivery: delivery)
    }

    @Test("each reason is told from the others")
    func reasons() {
        let reach = RuleHistory.Reach(comparison: .greater, threshold: 10, extreme: 4.2, extremeAt: at(60), samples: 5)
        let none = RuleHistory.Reach(comparison: .greater, threshold: 10)
        #expect(
            why(history(reach: reach))
                == .neverCrossed(comparison: .greater, threshold: 10, extreme: 4.2, at: at(60), by: 5.8))
        #expect(why(history(reach: none)) == .noData)
        #expect(
            why(history(reach: none), probes: [#"x{a="b"}"#: false, "x": true]) == .wrongSelector(#"x{a="b"}"#))
        #expect(why(history(reach: none), probes: [#"x{a="b"}"#: false, "x": false]) == .noData)
        #expect(why(history(), error: "many-to-many") == .failing("many-to-many"))
        let short = RuleHistory.Stretch(labels: [:], pendingFrom: at(55), to: at(60))
        #expect(why(history([short])) == .heldTooShortly(longest: 300, from: at(55), holdFor: 600))
        let long = RuleHistory.Stretch(labels: [:], pendingFrom: at(51), firingFrom: at(61))
        #expect(why(history([long])) == .fired(at: at(61)))
        #expect(why(history([long]), delivery: .notified(at(62))) == .told(at: at(62)))
        #expect(
            why(history([long]), delivery: .silenced(by: "s1")) == .notDelivered(firedAt: at(61), .silenced(by: "s1")))
        let old = RuleHistory.Stretch(labels: [:], pendingFrom: at(1), firingFrom: at(11))
        #expect(why(history([old])) == .firedBefore(since: at(11)))
        #expect(why(history(gaps: ["not asked"])) == .unknown(["not asked"]))
        #expect(why(history()) == .conditionUnmet)
    }

    @Test("what to ask about a rule's selectors leaves absent out")
    func probes() {
        let rule = AlertRule(name: "R", group: "g", expression: #"rate(x{a="b"}[5m]) > y or absent(z)"#)
        #expect(RuleProbes(rule).selectors == [#"x{a="b"}"#, "x", "y"])
    }

    @Test("the parts of a delay add up to the whole")
    func delay() {
        let stretch = RuleHistory.Stretch(labels: [:], pendingFrom: at(52), firingFrom: at(57))
        let parts = DelayParts(onset: at(50), stretch: stretch, crossing: at(51).adding(seconds: 20), notified: at(58))
        #expect([parts.toCrossing, parts.toPending, parts.toFiring, parts.toNotified] == [80, 40, 300, 60])
        #expect(parts.whole == 480)
        #expect(DelayParts(onset: at(50), stretch: nil).whole == nil)
    }
}
