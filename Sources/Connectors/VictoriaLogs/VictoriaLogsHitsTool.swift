import Core

/// Counts of lines over time.
struct VictoriaLogsHitsTool: Tool {
    let description = ToolDescription(
        name: "victorialogs_hits",
        summary: "Counts of log lines over time, by the values of fields. A bucket without lines has no sample, not 0.",
        input: Schema.object(
            [
                ("query", Schema.string("LogsQL filter, such as app:=\"checkout\" level:=\"error\"")),
                ("fields", Schema.strings("Fields to count by, at most 5")),
                ("from", Schema.time("Start of the window, rounded down to a whole step")),
                ("to", Schema.time("End of the window, rounded up to a whole step; no more than 30 days after 'from'")),
                ("step", Schema.integer("Seconds in a bucket; when left out, 60 or what gives at most 1,500 buckets")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, VictoriaLogsAPI.path("hits"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let query = try input.string("query")
        // Servers of these versions pass over the pipes of a query for hits.
        guard try LogsQLScan(query, field: "query").pipes.isEmpty else {
            throw InputError("query", "has a pipe, which hits would pass over; use victorialogs_stats_range")
        }
        let fields = try input.strings("fields")
        guard fields.count <= 5, fields.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 200 }) else {
            throw InputError("fields", "expected at most 5 names of fields")
        }
        let window = try input.window(days: 30)
        let step = try VictoriaLogsStats.step(input, window)
        let reader = VictoriaLogsCountReader(query: query, window: window, step: step, fields: fields)
        return OneRound([.http(reader.call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            let reading = reader.read(outcome)
            return .done(reading.evidence, reading.diagnostics)
        }
    }
}
