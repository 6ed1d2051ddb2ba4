import Core

/// `healthchecks_status`: whether the server and its database answer, and what the key may read.
struct HealthchecksStatus: Tool {
    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_status",
            summary: "Whether the server answers, which kind of key this is, and checks by status.",
            input: Schema.object([]), routes: [settings.route(.get, ["status", ""]), settings.route(.get, ["checks", ""])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        // The first is answered without a key too: only the second shows whether the key is good.
        return OneRound([.http(settings.call(["status", ""])), settings.list], conclude: Self.conclude)
    }

    private static func conclude(_ outcomes: [Outcome]) -> Step {
        guard outcomes.count == 2 else { return .done() }
        var fields: JSONObject = [:]
        var diagnostics: [Diagnostic] = []
        do throws(ReadingError) {
            if let refusal = HealthchecksAPI.refusal(outcomes[0]) { throw refusal }
            let text = try outcomes[0].text()
            guard text.prefix(10).split(whereSeparator: \.isWhitespace).first == "OK" else {
                throw ReadingError(.failed, "answered with something other than OK; check the source's address")
            }
            fields["status"] = "OK"
        } catch {
            diagnostics.append(error.diagnostic("status", outcomes[0]))
        }
        do throws(ReadingError) {
            let (checks, _) = try HealthchecksCheck.list(try HealthchecksAPI.document(outcomes[1]))
            if let first = checks.first { fields["key"] = first.uuid != nil ? "read-write" : "read-only" }
            fields["checks"] = .number(checks.count)
            let statuses = Dictionary(grouping: checks, by: \.configuration.status)
            for (status, group) in statuses.sorted(by: { $0.key < $1.key }) {
                fields[String(status.prefix(20))] = .number(group.count)
            }
            if fields["key"] == "read-only" {
                let says = "key: it is read-only; pings, integrations and addresses of checks need a read-write key"
                diagnostics.append(Diagnostic(.note, says, exchange: outcomes[1].key))
            }
        } catch {
            diagnostics.append(error.diagnostic("key", outcomes[1]))
        }
        guard !fields.isEmpty else { return .done([], diagnostics) }
        return .done(
            [
                Evidence(
                    .record(Record(title: "Healthchecks server", fields: fields)), from: outcomes.map(\.key), query: "status",
                    link: "/projects/")
            ], diagnostics)
    }
}
