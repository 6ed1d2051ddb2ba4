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
                let found = try LokiRuleFiles.read(try outcome.text())
                let note = Diagnostic(
                    .note, "alerting rules on logs: read without their state (\(first.message))", exchange: outcome.key)
                return LokiRules.step(
                    found.rules.map { ($0, nil) }, unreadable: found.unreadable, outcome, link: "/loki/api/v1/rules", [note])
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
                let found = LokiRuleStates.read(groups)
                return LokiRules.step(found.rules, unreadable: found.unreadable, outcome, link: "/prometheus/api/v1/rules")
            } catch {
                let diagnostic = error.diagnostic("alerting rules on logs", outcome)
                guard error.severity != .denied else { return .done([], [diagnostic]) }
                first = diagnostic
                firstStatus = error.status
                return .calls([.http(LokiAPI.get(LokiAPI.path("rules")))])
            }
        }
    }

    private static func step(
        _ rules: [(rule: AlertRule, alerts: [AlertEpisode]?)], unreadable: Int, _ outcome: Outcome, link: String,
        _ notes: [Diagnostic] = []
    ) -> Step {
        var diagnostics = notes
        let reason = "\(unreadable) could not be read"
        if unreadable > 0 {
            diagnostics.append(Diagnostic(.partial, "alerting rules on logs: \(reason)", exchange: outcome.key))
        }
        guard !rules.isEmpty else {
            let nothing = Evidence(
                .nothing("Loki's ruler has no alerting rule"), from: [outcome.key], query: "alerting rules", link: link,
                completeness: unreadable > 0 ? .failed(reason: reason) : .noneThere)
            return .done([nothing], diagnostics)
        }
        let evidence = rules.flatMap { rule, alerts in
            [Evidence(.rule(rule), from: [outcome.key], query: rule.expression, link: link)]
                + (alerts ?? []).map {
                    Evidence(
                        .alert($0), from: [outcome.key], service: $0.labels["service"], stamp: $0.from, query: rule.expression,
                        link: link)
                }
        }
        return .done(evidence, diagnostics)
    }
}
