import Core

/// One dashboard's panels with their queries.
struct GrafanaDashboard: Tool {
    let description = ToolDescription(
        name: "grafana_dashboard", summary: "A dashboard's panels with their queries, and the data sources that they go to.",
        input: Schema.object(
            [
                ("uid", Schema.string("The dashboard's uid")),
                ("service", Schema.string("Stands in the place of variables for a service, such as $service or $job")),
            ], required: ["uid"]),
        routes: GrafanaFinder.routes.filter { $0 != .http(.get, GrafanaFinder.search) })

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        guard let uid = try GrafanaAPI.uid(input, "uid") else { throw InputError("uid", "is needed, as a string") }
        return Reading(uid: uid, finder: GrafanaFinder(uid: uid, service: try input.optionalString("service")))
    }

    private struct Reading: Conversation {
        let uid: String
        var finder: GrafanaFinder

        mutating func next(_ outcomes: [Outcome]) -> Step {
            if let calls = finder.next(outcomes) { return .calls(calls) }
            guard let board = finder.boards.first else { return .done([], finder.diagnostics) }
            let panels = board.panels.filter { !$0.queries.isEmpty }
            guard !panels.isEmpty else {
                let isWhole = board.panels.isEmpty && board.leftOut == 0
                let what = "panels with queries in the dashboard \(uid)"
                return .done(
                    [
                        Evidence(
                            .nothing(what), from: board.keys, link: board.path,
                            completeness: isWhole ? .noneThere : .failed(reason: "library panels could not be read"))
                    ], finder.diagnostics)
            }
            return .done(panels.map(board.evidence), finder.diagnostics)
        }
    }
}
