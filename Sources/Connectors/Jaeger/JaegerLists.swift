import Core

/// The services that the server has traces of.
struct JaegerServices: Tool {
    let api: JaegerAPI.Choice

    let description = ToolDescription(
        name: "jaeger_services", summary: "Names of the services that a Jaeger has traces of, whatever their time.",
        input: Schema.object([]), routes: JaegerAPI.serviceRoutes)

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        return JaegerConversation(api, "services") { version, known in
            let conclude: @Sendable (Outcome) -> Step = { outcome in
                JaegerList.conclude("services", query: "services", outcome, JaegerAPI.services(version)) {
                    outcome throws(ReadingError) in
                    try JaegerAnswer.services(version, outcome).map { .init(name: String($0.prefix(2000))) }
                }
            }
            // The answer by which the version was recognised is the answer.
            if let known { return OneRound([]) { _ in conclude(known) } }
            return OneRound([.http(JaegerAPI.services(version))]) { outcomes in
                outcomes.first.map(conclude) ?? .done()
            }
        }
    }
}

/// The operations of one service.
struct JaegerOperations: Tool {
    let api: JaegerAPI.Choice

    let description = ToolDescription(
        name: "jaeger_operations", summary: "Names of the operations of a service.",
        input: Schema.object([("service", Schema.string("The service"))], required: ["service"]),
        routes: [
            .http(.get, ["api", "v3", "services"]), .http(.get, ["api", "v3", "operations"]),
            .http(.get, ["api", "services", "*", "operations"]),
        ])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let service = try JaegerAPI.service(try Input(input))
        return JaegerConversation(api, "operations of \(service)") { version, _ in
            let call = JaegerAPI.operations(version, of: service)
            return OneRound([.http(call)]) { outcomes in
                guard let outcome = outcomes.first else { return .done() }
                return JaegerList.conclude("operations of \(service)", query: "operations of \(service)", outcome, call) {
                    outcome throws(ReadingError) in
                    try JaegerAnswer.operations(version, outcome)
                }
            }
        }
    }
}

enum JaegerList {
    /// More entries than this are left out.
    static let mostEntries = 5000

    static func conclude(
        _ what: String, query: String, _ outcome: Outcome, _ call: HTTPCall,
        _ read: (Outcome) throws(ReadingError) -> [Inventory.Entry]
    ) -> Step {
        let entries: [Inventory.Entry]
        do throws(ReadingError) { entries = try read(outcome) } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
        var seen: Set<String> = []
        let distinct = entries.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
        var diagnostics: [Diagnostic] = []
        var completeness = Completeness.complete
        if distinct.count > mostEntries {
            completeness = .cutOff(reason: "\(mostEntries) of \(distinct.count) were kept")
            diagnostics.append(
                Diagnostic(.partial, "\(what): \(mostEntries) of \(distinct.count) were kept", exchange: outcome.key))
        }
        var observation = Observation.inventory(Inventory(of: what, entries: Array(distinct.prefix(mostEntries))))
        if distinct.isEmpty {
            observation = .nothing("\(what): none")
            completeness = .sampled(reason: JaegerSearchReader.unproven)
        }
        return .done(
            [Evidence(observation, from: [outcome.key], query: query, link: call.target, completeness: completeness)],
            diagnostics)
    }
}
