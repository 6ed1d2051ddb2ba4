import Core

/// Names or values with how many lines have them: `{"values": [{"value", "hits"}]}`.
struct VictoriaLogsListing: Tool {
    let description: ToolDescription
    private let endpoint: String
    private let what: String
    private let needsField: Bool

    /// More entries than this are left out.
    static let mostEntries = 5000

    static let fieldNames = VictoriaLogsListing(
        "victorialogs_field_names", "Names of the fields that lines have, with how many lines have them.", "field_names",
        what: "log fields")
    static let fieldValues = VictoriaLogsListing(
        "victorialogs_field_values", "Values of a field, with how many lines have them.", "field_values", what: "field",
        needsField: true)
    static let streams = VictoriaLogsListing(
        "victorialogs_streams", "Streams of lines, with how many lines they have.", "streams", what: "log streams")

    private init(_ name: String, _ summary: String, _ endpoint: String, what: String, needsField: Bool = false) {
        self.endpoint = endpoint
        self.what = what
        self.needsField = needsField
        var members = [
            ("query", Schema.string("LogsQL filter to narrow it down; every line when left out")),
            ("from", Schema.time("Start of the window; without one, the last five minutes are looked at")),
            ("to", Schema.time("End of the window")),
        ]
        if needsField {
            members.append(("field", Schema.string("The field's name")))
            members.append(("limit", Schema.integer("Most values, 1 to 5000; 1000 when left out")))
        }
        description = ToolDescription(
            name: name, summary: summary,
            input: Schema.object(members, required: needsField ? ["field", "from", "to"] : []),
            routes: [.http(.get, VictoriaLogsAPI.path(endpoint))])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let query = try input.optionalString("query") ?? "*"
        let scan = try LogsQLScan(query, field: "query")
        let times = [try input.optionalString("from"), try input.optionalString("to")]
        let window = times.contains { $0 != nil } ? try input.window(days: 30) : nil
        var fields: [HTTPCall.Field] = []
        var what = what
        var limit = VictoriaLogsListing.mostEntries
        if needsField {
            let field = try input.string("field")
            guard field.utf8.count <= 500 else { throw InputError("field", "is longer than 500 bytes") }
            limit = try input.integer("limit", in: 1...VictoriaLogsListing.mostEntries, default: 1000)
            what = "field \(field)"
            fields = [.init("field", field), .init("limit", String(limit))]
        }
        let asked = window == nil ? "_time:5m (\(query)\(scan.hasComment ? "\n" : ""))" : query
        let call = VictoriaLogsAPI.get(endpoint, asked, start: window?.from, end: window?.to, fields)
        return OneRound([.http(call)]) { [what, limit, needsField] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            let most = needsField ? limit : nil
            return VictoriaLogsListing.read(outcome, what, limit: most, query: asked, window: window, link: call.target)
        }
    }

    private static func read(
        _ outcome: Outcome, _ what: String, limit: Int?, query: String, window: TimeWindow?, link: String
    ) -> Step {
        let values: JSONArray
        do throws(ReadingError) {
            guard let found = try VictoriaLogsAnswer.document(outcome)["values"]?.array else {
                throw ReadingError(.failed, "answered without a list of values")
            }
            values = found
        } catch { return .done([], [error.diagnostic(what, outcome)]) }
        var counts: [String: Int] = [:]
        var unreadable = 0
        for value in values.prefix(mostEntries) {
            guard let name = value["value"]?.string else {
                unreadable += 1
                continue
            }
            let hits = Int(clamping: max(0, value["hits"]?.int ?? 0))
            counts[String(name.prefix(4000)), default: 0] = max(counts[String(name.prefix(4000))] ?? 0, hits)
        }
        var diagnostics = VictoriaLogsAnswer.notes([(unreadable, .partial, "entries could not be read")], what, outcome.key)
        var completeness = Completeness.complete
        if unreadable > 0 { completeness = .failed(reason: "\(unreadable) entries could not be read") }
        if window == nil {
            completeness = .sampled(reason: "no window was given, so only the last five minutes were looked at")
        }
        if values.count >= limit ?? (mostEntries + 1) {
            // At its limit the server gives values in no order, and drops their counts.
            completeness = .cutOff(reason: "\(min(values.count, mostEntries)) were read; there may be more")
            diagnostics.append(Diagnostic(.partial, "\(what): there may be more than were read", exchange: outcome.key))
        }
        guard !counts.isEmpty || completeness != .complete else {
            return .done(
                [
                    Evidence(
                        .nothing("\(what): none in lines that match \(query)"), from: [outcome.key], window: window,
                        query: query,
                        link: link, completeness: VictoriaLogsPlan.unproven)
                ], diagnostics)
        }
        if counts.isEmpty {
            diagnostics.append(Diagnostic(.note, "\(what): VictoriaLogs answered with none", exchange: outcome.key))
            return .done([], diagnostics)
        }
        let inventory = Inventory(of: what, entries: counts.map { .init(name: $0.key, count: $0.value) })
        let evidence = Evidence(
            .inventory(inventory), from: [outcome.key], window: window, query: query, link: link, completeness: completeness)
        return .done([evidence], diagnostics)
    }
}
