import Core

/// From a result's labels to the alert's: without the metric's name, with the rule's own labels, and without the alert's name,
/// which the rule has anyway. As in Prometheus, a label of the rule overrides, and one whose value comes out empty is removed.
struct AlertLabelling: Sendable {
    private var templates: [(name: String, template: LabelTemplate)] = []
    var readsValue = false

    func labels(_ result: [String: String], value: Double) -> [String: String] {
        var labels = result
        labels["__name__"] = nil
        for (name, template) in templates {
            let text = template.text(labels: result, value: value)
            labels[name] = text.isEmpty ? nil : text
        }
        labels["alertname"] = nil
        return labels
    }

    /// The labelling of a rule, and the names of the labels whose templates could not be read.
    static func labelling(of rule: AlertRule) -> (AlertLabelling, unread: [String]) {
        var labelling = AlertLabelling()
        var unread: [String] = []
        for (name, text) in rule.labels.sorted(by: { $0.key < $1.key }) {
            guard let template = LabelTemplate(text) else {
                unread.append(name)
                continue
            }
            labelling.templates.append((name, template))
            if template.readsValue { labelling.readsValue = true }
        }
        return (labelling, unread)
    }
}
