import Core

/// `GET /api/v1/rules/history`: changes of alerts' states as a data frame, one row a change. Times are asked for in seconds
/// and come in milliseconds.
struct GrafanaAlertHistory: Tool {
    private static let path = ["api", "v1", "rules", "history"]
    /// Rows asked for.
    static let limit = 5000

    let description = ToolDescription(
        name: "grafana_alert_history", summary: "When Grafana's own alerts were pending or firing in a window.",
        input: Schema.object(
            [
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of it")),
                ("rule", Schema.string("The uid of one rule; all when left out")),
            ], required: ["from", "to"]),
        routes: [.http(.get, path)])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let window = try input.window()
        var query: [HTTPCall.Field] = [
            .init("from", String(window.from.wholeSeconds)),
            .init("to", String(window.to.adding(seconds: 0.999_999_999).wholeSeconds)), .init("limit", String(Self.limit)),
        ]
        if let uid = try GrafanaAPI.uid(input, "rule") { query.append(.init("ruleUID", uid)) }
        return OneRound([GrafanaAPI.get(Self.path, query)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                let frame = try GrafanaFrame(try GrafanaAPI.document(outcome))
                return Self.read(frame, window, outcome.key)
            } catch {
                return .done([], [error.diagnostic("alert history", outcome)])
            }
        }
    }

    private static func read(_ frame: GrafanaFrame, _ window: TimeWindow, _ key: CallKey) -> Step {
        let history = GrafanaTransitions(frame)
        var diagnostics: [Diagnostic] = []
        func say(_ text: String) { diagnostics.append(Diagnostic(.partial, "alert history: " + text, exchange: key)) }
        if history.malformed > 0 { say("\(history.malformed) changes of state could not be read") }
        if frame.isUneven { say("the answer's columns are of unequal length; the longer ones' ends were left out") }
        let isCut = frame.count >= limit
        if isCut { say("the first \(limit) changes were asked for, and as many came") }
        let link = "/alerting/history"
        let found = history.episodes(in: window).map { episode in
            var completeness = Completeness.complete
            if isCut {
                completeness = .cutOff(reason: "only \(limit) changes of state were read")
            } else if episode.beganBefore {
                completeness = .cutOff(reason: "it began before the window")
            }
            return Evidence(
                .alert(episode.alert), from: [key], service: PrometheusSource.service(in: episode.alert.labels),
                stamp: episode.alert.from, window: window, link: link, completeness: completeness)
        }
        guard found.isEmpty else { return .done(found, diagnostics) }
        var completeness = Completeness.sampled(
            reason: "only changes of state are kept: what fired throughout the window shows none, and neither does a Grafana "
                + "that keeps no history")
        if history.malformed > 0 { completeness = .failed(reason: "what there is could not be read") }
        return .done(
            [
                Evidence(
                    .nothing("alerts that began or ended"), from: [key], window: window, link: link, completeness: completeness)
            ], diagnostics)
    }
}
