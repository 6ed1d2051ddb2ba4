import Core

/// The ruler's alerting rules, and the alerts that are pending or firing.
struct LokiRules: Tool {
    let description = ToolDescription(
        name: "loki_rules", summary: "Alerting rules on logs, with their state where the ruler says it.",
        input: Schema.object([]),
        routes: [.http(.get, ["prometheus", "api", "v1", "rules"]), .http(.get, LokiAPI.path("rules"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        return Asking()
    }

    private struct Asking: Conversation {
        private var first: Diagnostic?
        private var firstStatus: Int?

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else {
                return .calls([.http(LokiAPI.get(["prometheus", "api", "v1", "rules"]))])
            }
            guard let first else { return states(outcome) }
            do throws(ReadingError) {
                let rules = try LokiRuleFiles.read(try outcome.text())
                return .done(
                    LokiRules.evidence(rules.map { ($0, nil) }, outcome, link: "/loki/api/v1/rules"),
                    [
                        Diagnostic(
                            .note, "alerting rules on logs: read without their state (\(first.message))", exchange: outcome.key)
                    ])
            } catch {
                if firstStatus == 404, error.status == 404 {
                    return .done(
                        [], [Diagnostic(.note, "alerting rules on logs: this Loki has no ruler", exchange: outcome.key)])
                }
                let second = error.diagnostic("alerting rules on logs", outcome)
                return .done([], first.message == second.message ? [second] : [first, second])
            }
        }

        /// The endpoint in Prometheus's form, which has the states; a credential that is refused here is refused everywhere.
        private mutating func states(_ outcome: Outcome) -> Step {
            do throws(ReadingError) {
                let document = try LokiAnswer.document(outcome)
                guard let groups = document["data"]?["groups"]?.array else {
                    throw ReadingError(.failed, "answered without a list of groups")
                }
                let rules = LokiRuleStates.read(groups)
                let skipped = rules.unreadable
                let diagnostics =
                    skipped == 0
                    ? [] : [Diagnostic(.partial, "alerting rules on logs: \(skipped) could not be read", exchange: outcome.key)]
                return .done(
                    LokiRules.evidence(rules.rules, outcome, link: "/prometheus/api/v1/rules"), diagnostics)
            } catch {
                let diagnostic = error.diagnostic("alerting rules on logs", outcome)
                guard error.severity != .denied else { return .done([], [diagnostic]) }
                first = diagnostic
                firstStatus = error.status
                return .calls([.http(LokiAPI.get(LokiAPI.path("rules")))])
            }
        }
    }

    private static func evidence(
        _ rules: [(rule: AlertRule, alerts: [AlertEpisode]?)], _ outcome: Outcome, link: String
    ) -> [Evidence] {
        guard !rules.isEmpty else {
            return [
                Evidence(
                    .nothing("Loki's ruler has no alerting rule"), from: [outcome.key], query: "alerting rules", link: link,
                    completeness: .noneThere)
            ]
        }
        return rules.flatMap { rule, alerts in
            [Evidence(.rule(rule), from: [outcome.key], query: rule.expression, link: link)]
                + (alerts ?? []).map {
                    Evidence(
                        .alert($0), from: [outcome.key], service: $0.labels["service"], stamp: $0.from, query: rule.expression,
                        link: link)
                }
        }
    }
}
