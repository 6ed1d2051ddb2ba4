import Alerting
import Analysis
import Core

extension ThresholdTable {
    /// What other thresholds and durations would have made of a signal that a rule watches. Other firings are counted over the
    /// signal's baseline and over its window up to the onset. `nil` without a baseline, or where there is nothing to try.
    init?(_ rule: ReadRule, _ signal: MovedSignal, _ condition: Condition, preferred: Double?) {
        guard let baseline = signal.baseline, baseline.samples.count > 1 else { return nil }
        let quiet = signal.series.samples.filter { $0.time < signal.onset }
        let survey = ThresholdSurvey(
            condition.comparison, threshold: condition.value, holdFor: rule.rule.holdFor,
            incident: .init(signal.series.samples, step: signal.series.step),
            history: [.init(baseline.samples, step: baseline.step), .init(quiet, step: signal.series.step)],
            onset: signal.onset, preferred: preferred)
        guard let survey, !survey.rows.isEmpty else { return nil }
        let unit = signal.series.unit
        func row(_ row: ThresholdSurvey.Row) -> Row {
            Row(
                threshold: ValueText.value(row.threshold, unit), holdFor: ValueText.duration(row.holdFor),
                firesAfter: row.firesAfter.map(ValueText.duration) ?? ThresholdTable.never,
                otherFirings: ValueText.whole(Double(row.otherFirings)), perDay: ValueText.number(row.perDay))
        }
        self.init(
            present: row(survey.present), rows: survey.rows.map(row), best: survey.best.map(row),
            bestValue: survey.best?.threshold,
            spans: survey.spans.map { Span(holdFor: $0.holdFor, quiet: $0.quiet, caught: $0.caught) },
            history: survey.historySeconds, historyStep: survey.historyStep, within: survey.within)
        guard let best = survey.best, let threshold = condition.threshold,
            let ready = rule.rule.setting(threshold, to: condition.inRule(best.threshold), holdFor: best.holdFor)
        else { return }
        readyRule = RuleText.yaml([ready], group: ready.group.isEmpty ? ready.name : ready.group)
    }
}
