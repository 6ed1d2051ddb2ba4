import Core

/// The settings that bound what an absence is worth: how long logs are kept, and how long a search may take.
struct VictoriaLogsFlags: Tool {
    let description = ToolDescription(
        name: "victorialogs_flags",
        summary: "How long VictoriaLogs keeps logs and how long a search may take, where its flags say so.",
        input: Schema.object([]), routes: [.http(.get, ["flags"])])

    /// Only these: others may name paths, hosts and secrets.
    private static let names: Set<String> = [
        "retentionPeriod", "retention.maxDiskSpaceUsageBytes", "retention.maxDiskUsagePercent", "search.maxQueryDuration",
        "search.maxQueryTimeRange", "futureRetention",
    ]

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return OneRound([.http(HTTPCall(path: ["flags"]))]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                let fields = VictoriaLogsFlags.fields(try outcome.text())
                guard let fields else { throw ReadingError(.failed, "answered with what is no list of flags") }
                guard !fields.isEmpty else {
                    let text =
                        "flags of VictoriaLogs: none of those that bound a search is set; logs are kept seven days by default"
                    return .done([], [Diagnostic(.note, text, exchange: outcome.key)])
                }
                return .done([
                    Evidence(
                        .record(Record(title: "flags of VictoriaLogs", fields: fields)), from: [outcome.key],
                        query: "GET /flags")
                ])
            } catch {
                // Many sites close this path; nothing of the logs themselves is missing then.
                let diagnostic = Diagnostic(
                    .note, "flags of VictoriaLogs: \(error.reason); how long logs are kept is not known", exchange: outcome.key)
                return .done([], [diagnostic])
            }
        }
    }

    /// `-name="value"`, one a line; `nil` when no line is one.
    static func fields(_ text: String) -> JSONObject? {
        var fields = JSONObject()
        var isFlags = false
        for line in text.split(whereSeparator: \.isNewline).prefix(2000) where line.first == "-" {
            let parts = line.dropFirst().split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[1].first == "\"", parts[1].last == "\"", parts[1].count >= 2 else { continue }
            isFlags = true
            let name = String(parts[0])
            if names.contains(name) { fields[name] = .string(String(parts[1].dropFirst().dropLast().prefix(200))) }
        }
        return isFlags ? fields : nil
    }
}
