import Alerting
import Core

/// One question to a source that evaluates rules: what its rules would have done over a window.
enum BackTest {
    /// What its evidence is told by.
    static func isPart(_ evidence: Evidence) -> Bool { evidence.tool.hasSuffix("_back_test") }

    static func plan(_ rules: [(EvidenceID, AlertRule)], _ window: TimeWindow, step: Double) -> BackTestPlan {
        BackTestPlan(rules: rules, window: window, step: step, pointsPerQuery: 11_000)
    }

    /// What rules would have done, by the values that their source computed.
    ///
    /// - Parameter evidence: of the source.
    static func histories(
        of rules: [(EvidenceID, AlertRule)], in evidence: [Evidence], _ window: TimeWindow, step: Double
    ) -> [RuleHistory] {
        let values = values(in: evidence)
        guard !values.isEmpty, !rules.isEmpty else { return [] }
        return plan(rules, window, step: step).histories(values: values)
    }

    private static func values(in evidence: [Evidence]) -> [String: BackTestValues] {
        var values: [String: BackTestValues] = [:]
        for item in evidence where isPart(item) {
            guard let expression = item.query else { continue }
            var found = values[expression] ?? BackTestValues()
            found.evidence.append(item.id)
            switch item.completeness {
            case .complete, .noneThere: break
            case .cutOff(let reason), .failed(let reason), .notKept(let reason), .sampled(let reason): found.gap = reason
            case .notAsked: found.gap = "it was not asked"
            }
            if case .metric(let series) = item.observation {
                found.series.append(BackTestValues.Series(labels: series.labels, samples: series.samples))
            }
            values[expression] = found
        }
        return values
    }
}
