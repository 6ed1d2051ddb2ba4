import Core
import PromQL

/// An annotation or a label of a rule is a template that cannot be executed, or that names a label which the result does not carry.
struct TemplateFails: EstateCheck {
    let id = AuditCheckID.templateFails
    let remedy = "Correct the template, and keep the labels that it names in the expression's result."

    func run(_ estate: Estate) -> EstateCheckResult { EstateCheckResult(estate.activeRules.compactMap(draft)) }

    private func draft(_ rule: Detector) -> EstateCheckResult.Draft? {
        // Templates of other systems follow other rules.
        guard rule.kind == .rule, let expression = rule.resolved else { return nil }
        let result = AlertLabels.of(expression)
        for (place, text) in Self.templates(of: rule) {
            let reading = TemplateReading(text)
            if let error = reading.error {
                return EstateCheckResult.Draft(
                    rule,
                    "The template of the \(place) of `\(RuleFacts.inert(rule.name))` can't be executed: \(error.problem).",
                    facts: ["template": .text(text), "error": .text(error.description)])
            }
            if let label = reading.labels.first(where: { result[$0] == "" }) {
                return EstateCheckResult.Draft(
                    rule,
                    "The template of the \(place) of `\(RuleFacts.inert(rule.name))` names the label `\(RuleFacts.inert(label))`, which"
                        + " the expression's result does not carry.",
                    facts: ["template": .text(text), "label": .text(label)])
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
