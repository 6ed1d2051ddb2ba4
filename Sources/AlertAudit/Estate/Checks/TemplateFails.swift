import Alerting
import Core
import PromQL

/// An annotation or a label of a rule is a template that cannot be executed, or that names a label which the result does not carry.
struct TemplateFails: EstateCheck {
    let id = AuditCheckID.templateFails
    let remedy = "Correct the template, and keep the labels that it names in the expression's result."

    /// Label sets of alerts that a template is executed with at most.
    private static let alertLimit = 100

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(estate.activeRules.compactMap { draft($0, estate) })
    }

    private func draft(_ rule: Detector, _ estate: Estate) -> EstateCheckResult.Draft? {
        // Templates of other systems follow other rules.
        guard rule.kind == .rule, let expression = rule.resolved else { return nil }
        let result = AlertLabels.of(expression)
        for (place, text) in Self.templates(of: rule) {
            let reading = TemplateReading(text)
            if let (error, evidence) = failure(reading, result, rule, estate) {
                return EstateCheckResult.Draft(
                    rule,
                    "The template of the \(place) of `\(RuleFacts.inert(rule.name))` can't be executed: \(error.problem).",
                    facts: ["template": .text(text), "error": .text(error.description)], evidence: evidence)
            }
            if let label = reading.labels.first(where: { result[$0] == "" }) {
                return EstateCheckResult.Draft(
                    rule,
                    "The template of the \(place) of `\(RuleFacts.inert(rule.name))` names the label `\(RuleFacts.inert(label))`, which"
                        + " the expression's result does not carry.",
                    facts: ["template": .text(text), "label": .text(label)])
            }
            if let label = reading.labels.first(where: { isNeverThere($0, rule) }) {
                return EstateCheckResult.Draft(
                    rule,
                    "The template of the \(place) of `\(RuleFacts.inert(rule.name))` names the label `\(RuleFacts.inert(label))`, which"
                        + " none of its alerts in the window carried.",
                    facts: ["template": .text(text), "label": .text(label)], evidence: rule.history?.evidence ?? [])
            }
        }
        return nil
    }

    /// Whether the rule fired, and a label was on none of its alerts.
    private func isNeverThere(_ label: String, _ rule: Detector) -> Bool {
        let fired = (rule.history?.stretches ?? []).filter { $0.firingFrom != nil }
        return !fired.isEmpty && rule.labels[label] == nil && fired.allSatisfy { ($0.labels[label] ?? "").isEmpty }
            && label != "alertname"
    }

    /// Why a template fails: for whatever the rule finds, or for the alerts that there were in the window.
    private func failure(
        _ reading: TemplateReading, _ result: AlertLabels, _ rule: Detector, _ estate: Estate
    ) -> (error: TemplateError, evidence: [EvidenceID])? {
        var data = TemplateData(labels: result, series: estate.facts.series)
        for label in reading.labels where result[label] == nil {
            data.longest[label] = estate.possibleValues(of: label, in: rule)?.map(\.utf8.count).max()
        }
        if let failed = reading.failure(with: data) { return failed }
        var seen: Set<[String: String]> = []
        for stretch in rule.history?.stretches ?? [] where stretch.firingFrom != nil && seen.count < Self.alertLimit {
            // What the rule itself sets is not the result's, and may hide what was.
            let known = stretch.labels.filter { rule.labels[$0.key] == nil }
            guard seen.insert(known).inserted else { continue }
            let own = Set(rule.labels.keys).union(["alertname"])
            data.labels = AlertLabels(known: known, rest: .some(own))
            if let failed = reading.failure(with: data) {
                return (failed.error, failed.evidence + (rule.history?.evidence ?? []))
            }
        }
        return nil
    }

    /// Annotations and labels that are templates, in order of their names, each with what it is.
    static func templates(of rule: Detector) -> [(place: String, text: String)] {
        func sorted(_ values: [String: String], _ kind: String) -> [(place: String, text: String)] {
            values.filter { $0.value.contains("{{") }.sorted { $0.key < $1.key }
                .map { ("\(kind) `\(RuleFacts.inert($0.key))`", $0.value) }
        }
        return sorted(rule.annotations, "annotation") + sorted(rule.labels, "label")
    }
}
