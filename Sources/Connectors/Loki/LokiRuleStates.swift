import Core

/// The ruler's answer in Prometheus's form.
enum LokiRuleStates {
    static let mostRules = 5000

    static func read(_ groups: JSONArray) -> (rules: [(rule: AlertRule, alerts: [AlertEpisode]?)], unreadable: Int) {
        var rules: [(rule: AlertRule, alerts: [AlertEpisode]?)] = []
        var unreadable = 0
        for group in groups {
            for rule in group["rules"]?.array ?? [] where rule["type"]?.string != "recording" {
                guard rules.count < mostRules, let name = rule["name"]?.string, let query = rule["query"]?.string else {
                    unreadable += 1
                    continue
                }
                let lastError = rule["lastError"]?.string ?? ""
                let labels = LogEntry.labels(rule["labels"])
                let found = AlertRule(
                    name: name, group: group["name"]?.string ?? "", expression: query,
                    holdFor: rule["duration"]?.double ?? 0, labels: labels,
                    annotations: LogEntry.labels(rule["annotations"]), state: rule["state"]?.string,
                    lastError: lastError.isEmpty ? nil : lastError)
                rules.append((found, (rule["alerts"]?.array ?? []).compactMap { episode($0, name: name) }))
            }
        }
        return (rules, unreadable)
    }

    /// `activeAt` is the first evaluation that held, not the onset of the trouble.
    static func episode(_ alert: JSONValue, name: String) -> AlertEpisode? {
        guard let text = alert["activeAt"]?.string, let from = Stamp(rfc3339: text),
            let state = alert["state"]?.string.flatMap({ AlertEpisode.State(rawValue: $0) })
        else { return nil }
        return AlertEpisode(name: name, state: state, labels: LogEntry.labels(alert["labels"]), from: from)
    }
}
