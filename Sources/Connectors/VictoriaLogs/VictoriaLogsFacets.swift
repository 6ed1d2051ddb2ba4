import Core

/// The most frequent values of every field: where to look first.
struct VictoriaLogsFacets: Tool {
    let description = ToolDescription(
        name: "victorialogs_facets",
        summary: "The most frequent values of each field of the lines that match. Fields with too many values are left out.",
        input: Schema.object(
            [
                ("query", Schema.string("LogsQL filter, such as level:=\"error\"")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                ("limit", Schema.integer("Most values of a field, 1 to 100; 10 when left out")),
            ], required: ["query", "from", "to"]),
        routes: [.http(.get, VictoriaLogsAPI.path("facets"))])

    static let mostFields = 200

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let query = try input.string("query")
        _ = try LogsQLScan(query, field: "query")
        let window = try input.window(days: 30)
        let limit = try input.integer("limit", in: 1...100, default: 10)
        let call = VictoriaLogsAPI.get("facets", query, window, [.init("limit", String(limit))])
        return OneRound([.http(call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                guard let facets = try VictoriaLogsAnswer.document(outcome)["facets"]?.array else {
                    throw ReadingError(.failed, "answered without a list of facets")
                }
                return VictoriaLogsFacets.read(facets, outcome, query: query, window: window, link: call.target)
            } catch { return .done([], [error.diagnostic("most frequent values", outcome)]) }
        }
    }

    private static func read(
        _ facets: JSONArray, _ outcome: Outcome, query: String, window: TimeWindow, link: String
    ) -> Step {
        var evidence: [Evidence] = []
        var unreadable = 0
        for facet in facets.prefix(mostFields) {
            guard let name = facet["field_name"]?.string, let values = facet["values"]?.array else {
                unreadable += 1
                continue
            }
            let entries: [Inventory.Entry] = values.prefix(100).compactMap { value in
                guard let text = value["field_value"]?.string else { return nil }
                return .init(name: String(text.prefix(4000)), count: Int(clamping: max(0, value["hits"]?.int ?? 0)))
            }
            unreadable += min(values.count, 100) - entries.count
            guard !entries.isEmpty else { continue }
            evidence.append(
                Evidence(
                    .inventory(Inventory(of: "field \(name.prefix(200))", entries: entries)), from: [outcome.key],
                    window: window,
                    query: query, link: link,
                    completeness: .sampled(reason: "facets hold the most frequent values of fields that have few")))
        }
        let diagnostics = VictoriaLogsAnswer.notes(
            [(unreadable, .partial, "facets could not be read")], "most frequent values", outcome.key)
        if evidence.isEmpty, unreadable == 0 {
            evidence = [
                Evidence(
                    .nothing("no field of the lines that match \(query) has few enough values"), from: [outcome.key],
                    window: window, query: query, link: link,
                    completeness: .sampled(reason: "an empty answer may mean no line, or fields with too many values"))
            ]
        }
        return .done(evidence, diagnostics)
    }
}
