import Core

/// What Loki found by looking at a sample of recent lines: fields, values of a field, labels. Never proof of absence.
struct LokiDetected: Tool {
    enum Kind: Sendable { case fields, values, labels }

    static let fields = LokiDetected(.fields, "loki_detected_fields", "Fields that Loki finds in a sample of lines.")
    static let values = LokiDetected(
        .values, "loki_detected_field_values", "Values of a field that Loki finds in a sample of lines.")
    static let labels = LokiDetected(.labels, "loki_detected_labels", "Labels that Loki finds useful, with how many values.")

    let description: ToolDescription
    private let kind: Kind

    private init(_ kind: Kind, _ name: String, _ summary: String) {
        self.kind = kind
        var members = [
            ("query", Schema.string("Stream selector, such as {app=\"checkout\"}")),
            ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
        ]
        if kind == .values { members.append(("field", Schema.string("The field's name"))) }
        let path: [String] =
            switch kind {
            case .fields: LokiAPI.path("detected_fields")
            case .values: LokiAPI.path("detected_field", "*", "values")
            case .labels: LokiAPI.path("detected_labels")
            }
        description = ToolDescription(
            name: name, summary: summary + " Never proof of absence.",
            input: Schema.object(members, required: ["query", "from", "to"] + (kind == .values ? ["field"] : [])),
            routes: [.http(.get, path)])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let selector = try LokiQuery.selector(try input.string("query"), field: "query")
        let window = try input.window(days: 30)
        var what = kind == .fields ? "detected fields" : "detected labels"
        var path = LokiAPI.path(kind == .fields ? "detected_fields" : "detected_labels")
        if kind == .values {
            let field = try input.string("field")
            guard field.utf8.count <= 200, field.unicodeScalars.allSatisfy({ !$0.isUnprintable && $0 != "/" }), field != "..",
                field != "."
            else { throw InputError("field", "is not a field's name") }
            what = "detected field \(field)"
            path = LokiAPI.path("detected_field", field, "values")
        }
        let call = LokiAPI.get(path, [.init("query", selector)], window: window)
        return OneRound([.http(call)]) { [kind, what] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            return LokiDetected.read(outcome, kind, what, selector, window, link: call.target)
        }
    }

    private static func read(
        _ outcome: Outcome, _ kind: Kind, _ what: String, _ selector: String, _ window: TimeWindow, link: String
    ) -> Step {
        let document: JSONValue
        do throws(ReadingError) {
            document = try LokiAnswer.document(outcome)
            // Loki answers {} when the sample has none.
            guard let object = document.object, object.isEmpty || isOne(object, kind) else {
                throw ReadingError(.failed, "answered with what is no list of them")
            }
        } catch { return .done([], [error.diagnostic(what, outcome)]) }
        let elements = document[member(kind)]?.array ?? []
        var entries: [String: Inventory.Entry] = [:]
        for element in elements.prefix(LokiListing.mostEntries) {
            guard let name = element.string ?? element["label"]?.string else { continue }
            let parsers = (element["parsers"]?.array ?? []).compactMap(\.string).sorted().joined(separator: ", ")
            let detail = element["type"]?.string.map { $0 + (parsers.isEmpty ? "" : " by \(parsers)") }
            entries[name] = .init(
                name: String(name.prefix(4000)), count: Int(clamping: max(0, element["cardinality"]?.int ?? 0)),
                detail: detail.map { String($0.prefix(200)) })
        }
        guard !entries.isEmpty else {
            let text = "\(what): none in the sample of lines that Loki looked at, which does not mean that there are none"
            return .done([], [Diagnostic(.partial, text, exchange: outcome.key)])
        }
        let evidence = Evidence(
            .inventory(Inventory(of: what, entries: Array(entries.values))), from: [outcome.key], window: window,
            query: "\(what) of \(selector)", link: link,
            completeness: .sampled(reason: "Loki looked at a sample of the lines"))
        return .done([evidence])
    }

    private static func member(_ kind: Kind) -> String {
        switch kind {
        case .fields: "fields"
        case .values: "values"
        case .labels: "detectedLabels"
        }
    }

    private static func isOne(_ object: JSONObject, _ kind: Kind) -> Bool {
        object[member(kind)] != nil || object["limit"] != nil
    }
}
