import Core

/// `GET /api/health`, which needs no credential, and `GET /api/org`, which does.
struct GrafanaHealth: Tool {
    let description = ToolDescription(
        name: "grafana_health", summary: "Grafana's version, and the organisation that the credential belongs to.",
        input: Schema.object([]), routes: [.http(.get, ["api", "health"]), .http(.get, ["api", "org"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        let calls = [HTTPCall(path: ["api", "health"]), HTTPCall(path: ["api", "org"])]
        return OneRound(calls.map { .http($0) }) { outcomes in
            let questions: [(what: String, fields: [RecordTool.Field])] = [
                ("health", [.init("version"), .init("database")]),
                ("organisation", [.init("organisation", at: ["name"]), .init("organisationID", at: ["id"])]),
            ]
            var fields = JSONObject()
            var exchanges: [CallKey] = []
            var diagnostics: [Diagnostic] = []
            for (outcome, question) in zip(outcomes, questions) {
                do throws(ReadingError) {
                    let found = RecordTool.members(question.fields, of: try outcome.json())
                    guard !found.isEmpty else { throw ReadingError(.failed, "answered what is not one of Grafana's answers") }
                    for member in found.members { fields[member.name] = member.value }
                    exchanges.append(outcome.key)
                } catch {
                    diagnostics.append(error.diagnostic(question.what, outcome))
                }
            }
            guard !exchanges.isEmpty else { return .done([], diagnostics) }
            return .done([Evidence(.record(Record(title: "Grafana", fields: fields)), from: exchanges)], diagnostics)
        }
    }
}
