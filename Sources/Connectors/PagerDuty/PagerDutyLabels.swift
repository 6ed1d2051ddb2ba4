import Core

/// Labels of the alerts behind an incident, from the details that the sender gave.
enum PagerDutyLabels {
    /// More labels than this are left out.
    static let most = 100
    static let longest = 4000

    /// The labels of all alerts, the earliest alert's first; of the trigger's log entry when no alert has any.
    static func merged(
        alerts: some Sequence<JSONValue>, entries: some Sequence<JSONValue>, trigger: JSONValue?
    ) -> [String: String] {
        var labels: [String: String] = [:]
        for alert in alerts { labels.merge(of(alert: alert)) { first, _ in first } }
        guard labels.isEmpty else { return labels }
        func take(_ entry: JSONValue) {
            guard entry["type"]?.string?.hasPrefix("trigger_log_entry") == true else { return }
            labels.merge(read(entry["channel"])) { first, _ in first }
        }
        if let trigger { take(trigger) }
        for entry in entries { take(entry) }
        return labels
    }

    static func of(alert: JSONValue) -> [String: String] {
        var labels = read(alert["body"])
        if labels["severity"] == nil, let severity = alert["severity"]?.string { labels["severity"] = severity }
        return labels
    }

    /// `details`, `custom_details` and `cef_details` of an alert's body or a log entry's channel.
    private static func read(_ body: JSONValue?) -> [String: String] {
        var labels: [String: String] = [:]
        let common = body?["cef_details"]
        for details in [body?["details"], body?["custom_details"], common?["details"], common?["custom_details"]] {
            flatten(details, prefix: "", into: &labels)
        }
        for (member, label) in [
            ("severity", "severity"), ("event_class", "class"), ("source_component", "component"), ("service_group", "group"),
            ("source_origin", "source"), ("dedup_key", "dedup_key"),
        ] where labels[label] == nil {
            if let text = common?[member]?.string, !text.isEmpty { labels[label] = String(text.prefix(longest)) }
        }
        if let firing = labels["firing"] { readAlertmanager(firing, into: &labels) }
        return labels
    }

    /// Members as labels; an object inside gives `outer.inner`.
    private static func flatten(_ value: JSONValue?, prefix: String, into labels: inout [String: String]) {
        if prefix.isEmpty, let text = value?.string, !text.isEmpty, labels["details"] == nil {
            labels["details"] = String(text.prefix(longest))
        }
        for (name, value) in value?.object?.members ?? [] where labels.count < most {
            let key = prefix + name.prefix(200)
            guard !name.isEmpty, labels[key] == nil else { continue }
            switch value {
            case .string(let text): labels[key] = String(text.prefix(longest))
            case .number(let number): labels[key] = number.text
            case .bool(let flag): labels[key] = flag ? "true" : "false"
            case .object where prefix.isEmpty && name != "contexts": flatten(value, prefix: key + ".", into: &labels)
            case .object, .array, .null: break
            }
        }
    }

    /// The labels of the first alert in Alertmanager's text: ` - alertname = CheckoutErrors` under `Labels:`.
    private static func readAlertmanager(_ text: String, into labels: inout [String: String]) {
        var inLabels = false
        for line in text.split(separator: "\n").prefix(500) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("Labels:") {
                inLabels = true
            } else if line.hasPrefix("Annotations:") || line.hasPrefix("Source:") {
                return
            } else if inLabels, line.hasPrefix("- "), let equals = line.range(ofText: " = ") {
                let value = String(line[equals...])
                let name = String(line.dropFirst(2).prefix(line.distance(from: line.startIndex, to: equals) - 5))
                if labels[name] == nil, !name.isEmpty, labels.count < most { labels[name] = value }
            }
        }
    }
}
