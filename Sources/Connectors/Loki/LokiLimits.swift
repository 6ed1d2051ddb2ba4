import Core

/// The settings that bound what an absence is worth: how long logs are kept, and how much a query may read.
struct LokiLimits: Tool {
    let description = ToolDescription(
        name: "loki_limits",
        summary:
            "How long Loki keeps logs and how much a query may read, from its configuration, where that is open to be read.",
        input: Schema.object([]), routes: [.http(.get, ["config"])])

    /// Only these: the rest of the configuration names hosts, and may hold secrets.
    private static let fields: [RecordTool.Field] = [
        .init("retention_period", at: ["limits_config", "retention_period"]),
        .init("retention_enabled", at: ["compactor", "retention_enabled"]),
        .init("max_query_length", at: ["limits_config", "max_query_length"]),
        .init("max_query_lookback", at: ["limits_config", "max_query_lookback"]),
        .init("max_entries_limit_per_query", at: ["limits_config", "max_entries_limit_per_query"]),
        .init("max_query_series", at: ["limits_config", "max_query_series"]),
        .init("pattern_ingester", at: ["pattern_ingester", "enabled"]),
    ]

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return OneRound([.http(HTTPCall(path: ["config"]))]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                let text = try outcome.text()
                guard text.utf8.count <= 4 << 20 else {
                    throw ReadingError(.failed, "answered with more than can be read")
                }
                let document: JSONValue
                do { document = try JSONValue(yaml: text) } catch {
                    throw ReadingError(.failed, "answered with what is \(error)")
                }
                let found = RecordTool.members(LokiLimits.fields, of: document)
                guard document["limits_config"] != nil, !found.isEmpty else {
                    throw ReadingError(.failed, "answered without limits_config")
                }
                return .done([
                    Evidence(
                        .record(Record(title: "limits of Loki", fields: found)), from: [outcome.key], query: "GET /config")
                ])
            } catch { return .done([], [error.diagnostic("limits of Loki", outcome)]) }
        }
    }
}
