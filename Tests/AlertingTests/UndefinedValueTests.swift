import Alerting
import Core
import PromQL
import Testing

private func at(_ minute: Int) -> Instant { Instant(seconds: 1_767_225_600 + Int64(minute) * 60) }

/// What becomes of samples that are no number, and of infinite ones: NaN differs from every number and compares with none.
@Suite("NaN and infinite samples") struct UndefinedValueTests {
    /// The history of a rule by its results and by the extremes of what it compares, one value a minute.
    private func history(
        _ expression: String, holdFor: Double = 0, labels: [String: String] = [:], results: [Double?], extremes: [Double]
    ) throws -> (rule: AlertRule, history: RuleHistory) {
        let rule = AlertRule(name: "R", group: "g", expression: expression, holdFor: holdFor, labels: labels)
        let plan = BackTestPlan(
            rules: [(EvidenceID(1), rule)], window: TimeWindow(from: at(0), to: at(9)), step: 60, pointsPerQuery: 1000)
        try #require(plan.expressions.count == 2)
        let samples = results.enumerated().compactMap { minute, value in value.map { MetricSeries.Sample(at(minute), $0) } }
        let values = [
            plan.expressions[0]: BackTestValues(series: [.init(labels: [:], samples: samples)]),
            plan.expressions[1]: BackTestValues(series: [
                .init(labels: [:], samples: extremes.enumerated().map { MetricSeries.Sample(at($0), $1) })
            ]),
        ]
        return (rule, try #require(plan.histories(values: values).first))
    }

    @Test("a result that is no number is a result: the alert is pending, fires, and says NaN")
    func result() throws {
        let (_, history) = try history(
            "x != 1", holdFor: 120, labels: ["level": "{{ $value }}"], results: [nil, .nan, .nan, .nan, nil],
            extremes: [0, .nan, .nan, .nan, 0])
        #expect(
            history.stretches == [.init(labels: ["level": "NaN"], pendingFrom: at(1), firingFrom: at(3), to: at(4))])
        let reach = try #require(history.reaches.first)
        #expect([reach.samples, reach.undefined, reach.breaching, reach.crossings] == [2, 3, 3, 1])
    }

    @Test("no ordering holds for NaN, which counts neither for the extreme nor for the median nor as a rise or a fall")
    func ordering() throws {
        let (_, history) = try history("x > 5", results: [], extremes: [1, .nan, 3, .nan, 2])
        let reach = try #require(history.reaches.first)
        #expect([reach.samples, reach.undefined, reach.breaching, reach.rises, reach.falls] == [3, 2, 0, 1, 1])
        #expect(reach.extreme == 3 && reach.extremeAt == at(2) && reach.median == 2)
    }

    @Test("what is never a number is told apart from what is not there, and from what stays below")
    func never() throws {
        let window = TimeWindow(from: at(2), to: at(9))
        let (rule, undefined) = try history("x / y > 5", results: [], extremes: Array(repeating: .nan, count: 10))
        #expect(WhyNot(rule, undefined, onset: window) == .undefined(moments: 10))
        let (other, gone) = try history("x / y > 5", results: [], extremes: [])
        #expect(WhyNot(other, gone, onset: window) == .noData)
        let (third, below) = try history("x / y > 5", results: [], extremes: [.nan, 4, .nan])
        #expect(
            WhyNot(third, below, onset: window)
                == .neverCrossed(comparison: .greater, threshold: 5, extreme: 4, at: at(1), by: 1))
    }

    @Test("infinite samples, kept as the largest numbers, are infinite again; how far they fell short is not said")
    func infinite() throws {
        let most = Double.greatestFiniteMagnitude
        let (_, above) = try history("x > 5", labels: ["level": "{{ $value }}"], results: [most], extremes: [most, 1])
        #expect(above.stretches.first?.labels == ["level": "+Inf"])
        #expect(above.reaches.first?.extreme == .infinity && above.reaches.first?.breaching == 1)
        let (rule, below) = try history("x > 5", results: [], extremes: [-most, -most])
        #expect(below.reaches.first?.extreme == -.infinity)
        #expect(WhyNot(rule, below, onset: TimeWindow(from: at(0), to: at(9))) == .conditionUnmet)
    }

    @Test("equality is judged by the distance itself, however small it is beside the constant")
    func equality() throws {
        let (_, equal) = try history("x == 5", results: [5], extremes: [0, 1e-20, 1])
        #expect(equal.reaches.first?.breaching == 1)
        let (_, other) = try history("x != 5", results: [], extremes: [0, 1e-20, 1])
        #expect(other.reaches.first?.breaching == 2)
    }

    @Test("a moment without a number ends what a threshold's duration counts")
    func survey() throws {
        let values: [Double] = [0, 0, 9, 9, .nan, 9, 9, 9, 9, 9]
        let incident = values.enumerated().map { MetricSeries.Sample(at($0), $1) }
        let quiet = (0..<600).map { MetricSeries.Sample(at(-700 + $0), $0 == 300 ? .nan : 1) }
        let survey = try #require(
            ThresholdSurvey(
                .greater, threshold: 5, holdFor: 120, incident: .init(incident, step: 60), history: [.init(quiet, step: 60)],
                onset: at(2), within: 600))
        #expect(survey.present.firesAfter == 300)
        #expect(survey.rows.allSatisfy { $0.threshold.isFinite && $0.perDay.isFinite })
        #expect(survey.spans.allSatisfy { $0.quiet == 1 && $0.caught == 9 })
    }
}
