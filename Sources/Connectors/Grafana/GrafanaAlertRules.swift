import Core

/// Unified alert rules: `GET /api/v1/provisioning/alert-rules`, which has their queries and expressions, with the states and
/// folders' titles of `GET /api/prometheus/grafana/api/v1/rules` and the data sources' kinds of `GET /api/datasources`.
struct GrafanaAlertRules: Tool {
    private static let rules = ["api", "v1", "provisioning", "alert-rules"]
    private static let states = ["api", "prometheus", "grafana", "api", "v1", "rules"]
    private static let sources = ["api", "datasources"]

    let description = ToolDescription(
        name: "grafana_alert_rules",
        summary: "Alert rules that Grafana evaluates itself: expression, hold time, labels, pauses, and their present state.",
        input: Schema.object([]),
        routes: [.http(.get, rules), .http(.get, states), .http(.get, sources)])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return OneRound([Self.rules, Self.states, Self.sources].map { GrafanaAPI.get($0) }) { outcomes in
            guard let rules = outcomes.first, let states = outcomes.dropFirst().first, let sources = outcomes.last else {
                return .done()
            }
            var reading = Reading()
            reading.read(sources: sources)
            reading.read(states: states)
            do throws(ReadingError) {
                return reading.read(try GrafanaAPI.list(rules), rules.key)
            } catch {
                return .done([], [error.diagnostic("alert rules", rules)] + reading.diagnostics)
            }
        }
    }

    private struct Reading {
        var sources = GrafanaDataSources()
        var states = GrafanaRuleStates()
        var statesKey: CallKey?
        var keys: [CallKey] = []
        var diagnostics: [Diagnostic] = []

        mutating func read(sources outcome: Outcome) {
            do throws(ReadingError) {
                sources = try GrafanaDataSources(try GrafanaAPI.document(outcome))
                keys.append(outcome.key)
            } catch {
                note(error, "kinds of the rules' data sources", outcome)
            }
        }

        mutating func read(states outcome: Outcome) {
            do throws(ReadingError) {
                states = try GrafanaRuleStates(try GrafanaAPI.document(outcome))
                statesKey = outcome.key
            } catch {
                note(error, "states of alert rules", outcome)
            }
        }

        private mutating func note(_ error: ReadingError, _ what: String, _ outcome: Outcome) {
            var problem = error.diagnostic(what, outcome)
            if problem.severity == .failed { problem.severity = .partial }
            diagnostics.append(problem)
        }

        mutating func read(_ list: JSONArray, _ key: CallKey) -> Step {
            var evidence: [Evidence] = []
            var malformed = 0
            var recording = 0
            var unreadable: [String] = []
            for element in list {
                if element["record"]?.object != nil {
                    recording += 1
                    continue
                }
                guard let title = element["title"]?.string, !title.isEmpty, element["data"]?.array != nil else {
                    malformed += 1
                    continue
                }
                let (rule, query, isPromQL, hasState) = self.rule(element, title)
                if !isPromQL { unreadable.append(title) }
                evidence.append(
                    Evidence(
                        .rule(rule), from: [key] + keys + (hasState ? [statesKey].compactMap { $0 } : []),
                        service: PrometheusSource.service(in: rule.labels), query: query,
                        link: element["uid"]?.string.flatMap { uid in
                            GrafanaAPI.isUID(uid) ? "/alerting/grafana/\(uid)/view" : nil
                        } ?? "/alerting/list"))
            }
            func say(_ severity: Diagnostic.Severity, _ text: String) {
                diagnostics.append(Diagnostic(severity, "alert rules: " + text, exchange: key))
            }
            if malformed > 0 { say(.partial, "\(malformed) without a title or queries were left out") }
            if recording > 0 { say(.note, "\(recording) are recording rules, which raise no alert, and were left out") }
            if !unreadable.isEmpty {
                let names = unreadable.prefix(5).map(GrafanaAPI.printable).joined(separator: ", ")
                say(.note, "\(unreadable.count) have no counterpart in PromQL and are given in words: \(names)")
            }
            if evidence.isEmpty, malformed == 0 {
                let hidden = Completeness.sampled(reason: GrafanaAPI.hidden)
                evidence = [Evidence(.nothing("alert rules"), from: [key], link: "/alerting/list", completeness: hidden)]
                say(.note, "none are there, as far as the credential may see: rules in folders closed to it are not listed")
            }
            return .done(evidence, diagnostics)
        }

        private func rule(
            _ element: JSONValue, _ title: String
        ) -> (rule: AlertRule, query: String, isPromQL: Bool, hasState: Bool) {
            let graph = GrafanaRuleGraph(element, sources)
            let expression = graph.expression
            let group = element["ruleGroup"]?.string ?? ""
            let state = states.find(
                uid: element["uid"]?.string, folder: element["folderUID"]?.string, group: group, title: title)
            let folder = state?.folder ?? element["folderUID"]?.string ?? ""
            var annotations = (element["annotations"]?.object ?? [:]).strings
            // Exports and some answers spell it without the h.
            if let uid = annotations.removeValue(forKey: "__dasboardUid__") ?? annotations.removeValue(forKey: "dasboardUid") {
                annotations["__dashboardUid__"] = annotations["__dashboardUid__"] ?? uid
            }
            let rule = AlertRule(
                name: title, group: folder.isEmpty ? group : folder + "/" + group, expression: expression.text,
                holdFor: Self.seconds(element["for"]) ?? 0, labels: (element["labels"]?.object ?? [:]).strings,
                annotations: annotations, state: state?.state, lastError: state?.lastError,
                isPaused: element["isPaused"]?.bool ?? state?.isPaused, onNoData: element["noDataState"]?.string,
                onError: element["execErrState"]?.string,
                keepFiringFor: Self.seconds(element["keep_firing_for"]) ?? Self.seconds(element["keepFiringFor"]))
            return (
                rule, graph.queries.map { "\($0.name): \($0.text)" }.joined(separator: "\n"), expression.isPromQL, state != nil
            )
        }

        /// `10m0s`, `10m`, `1d`, or a number, which counts nanoseconds as Go's durations do.
        private static func seconds(_ value: JSONValue?) -> Double? {
            if let text = value?.string { return GrafanaDuration.seconds(text) }
            guard let number = value?.double, number.isFinite, number >= 0 else { return nil }
            return number / 1e9
        }
    }
}
