import Core
import PromQL

/// A rule and what is asked because of it.
struct PlannedRule: Sendable {
    struct ReachQuestion: Sendable {
        var threshold: Threshold
        /// Gives one value a moment; `nil` where nothing can be asked about it.
        var expression: String?
    }

    var id: EvidenceID
    var rule: AlertRule
    /// `nil` where no range question gives what the rule saw.
    var expression: String?
    var thresholds: [ReachQuestion] = []
    private var problem: String?

    /// Those that can be asked about.
    var reaches: [(threshold: Threshold, expression: String)] {
        thresholds.compactMap { reach in reach.expression.map { (reach.threshold, $0) } }
    }

    init(id: EvidenceID, rule: AlertRule) {
        self.id = id
        self.rule = rule
        let tree: Expression
        do throws(PromQLError) {
            tree = try PromQLParser.parse(rule.expression)
        } catch {
            expression = rule.expression
            problem = "its thresholds are not known: its expression could not be read, \(error)"
            return
        }
        guard let asked = tree.overRange else {
            problem = "it fixes a subquery's parts to the moment of evaluation, which no range question does"
            return
        }
        expression = asked.text
        thresholds = asked.thresholds.map { ReachQuestion(threshold: $0, expression: PlannedRule.reach($0)?.text) }
    }

    /// The most extreme value over all series. For equality that is the one nearest to the constant, for inequality the one
    /// furthest from it, and what is asked for is its distance.
    private static func reach(_ threshold: Threshold) -> Expression? {
        guard threshold.value.isFinite, threshold.expression.valueType == .vector else { return nil }
        let distance = Expression.call(
            FunctionCall(
                "abs",
                [
                    threshold.value == 0
                        ? threshold.expression
                        : .binary(BinaryOperation(.subtract, threshold.expression, .number(NumberLiteral(threshold.value))))
                ]))
        switch threshold.comparison {
        case .greater, .greaterOrEqual: return .aggregation(Aggregation(.max, threshold.expression))
        case .less, .lessOrEqual: return .aggregation(Aggregation(.min, threshold.expression))
        case .equal: return .aggregation(Aggregation(.min, distance))
        case .notEqual: return .aggregation(Aggregation(.max, distance))
        default: return nil
        }
    }

    func history(window: TimeWindow, grid: MomentGrid, values: [String: BackTestValues]) -> RuleHistory {
        var history = RuleHistory(rule: id, window: window, step: grid.step)
        var gaps = [problem].compactMap { $0 }
        if let interval = rule.interval, interval.isFinite, interval > grid.step { history.step = interval }
        if let interval = rule.interval, interval > 0, grid.step > interval {
            history.notes.append(
                "it is evaluated every \(PlannedRule.seconds(interval)) and was looked at every"
                    + " \(PlannedRule.seconds(grid.step)): what is shorter may be missed")
        }
        let (found, unread) = AlertLabelling.labelling(of: rule)
        if !unread.isEmpty {
            history.notes.append("left out are labels whose templates are not read: " + unread.joined(separator: ", "))
        }
        if let expression {
            if let answer = values[expression] {
                history.evidence += answer.evidence
                if let gap = answer.gap { gaps.append(gap) }
                let states = AlertStates(rule: rule, grid: grid, values: answer, labelling: found)
                history.stretches = states.stretches
                if let collision = states.collision { gaps.append(collision) }
            } else {
                gaps.append("its expression was not asked")
            }
        }
        for reach in thresholds {
            let answer = reach.expression.flatMap { values[$0] }
            history.evidence += answer?.evidence ?? []
            if let gap = answer?.gap, !gaps.contains(gap) { gaps.append(gap) }
            history.reaches.append(RuleHistory.Reach(reach.threshold, samples: answer?.series.first?.samples ?? []))
        }
        history.evidence = Array(Set(history.evidence)).sorted()
        history.gaps = gaps
        return history
    }

    private static func seconds(_ value: Double) -> String { NumberLiteral(value).text + " s" }
}
