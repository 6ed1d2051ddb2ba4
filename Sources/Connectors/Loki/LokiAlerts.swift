import Core

/// The alerts that are pending or firing now.
struct LokiAlerts: Tool {
    let description = ToolDescription(
        name: "loki_alerts", summary: "Alerts on logs that are pending or firing now; not what fired then.",
        input: Schema.object([]), routes: [.http(.get, ["prometheus", "api", "v1", "alerts"])])

    static let mostAlerts = 5000

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        let call = LokiAPI.get(["prometheus", "api", "v1", "alerts"])
        return OneRound([.http(call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                guard let alerts = try LokiAnswer.document(outcome)["data"]?["alerts"]?.array else {
                    throw ReadingError(.failed, "answered without a list of alerts")
                }
                return LokiAlerts.read(alerts, outcome, link: call.target)
            } catch { return .done([], [error.diagnostic("alerts on logs", outcome)]) }
        }
    }

    private static func read(_ alerts: JSONArray, _ outcome: Outcome, link: String) -> Step {
        let episodes = alerts.prefix(mostAlerts).compactMap { alert in
            LokiRuleStates.episode(alert, name: alert["labels"]?["alertname"]?.string ?? "")
        }
        let unreadable = alerts.count - episodes.count
        let text = "alerts on logs: \(unreadable) could not be read"
        let diagnostics = unreadable > 0 ? [Diagnostic(.partial, text, exchange: outcome.key)] : []
        guard !alerts.isEmpty else {
            let none = Evidence(
                .nothing("no alert on logs is pending or firing now"), from: [outcome.key], query: "alerts", link: link,
                completeness: .noneThere)
            return .done([none])
        }
        let completeness: Completeness = unreadable > 0 ? .failed(reason: text) : .complete
        return .done(
            episodes.map {
                Evidence(
                    .alert($0), from: [outcome.key], service: $0.labels["service"], stamp: $0.from, query: "alerts", link: link,
                    completeness: completeness)
            }, diagnostics)
    }
}
