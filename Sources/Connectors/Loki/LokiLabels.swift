import Core

/// The names of labels.
struct LokiLabels: Tool {
    let description = ToolDescription(
        name: "loki_labels", summary: "Names of the labels that log streams have in a window.",
        input: Schema.object([
            ("from", Schema.time("Start of the window; without one, Loki looks at its last six hours")),
            ("to", Schema.time("End of the window")),
        ]),
        routes: [.http(.get, LokiAPI.path("labels"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try LokiListing.window(try Input(input))
        return LokiListing(
            call: LokiAPI.get(LokiAPI.path("labels"), window: window), what: "labels", window: window, query: "labels",
            emptySeverity: .note)
    }
}

/// The values of one label.
struct LokiLabelValues: Tool {
    let description = ToolDescription(
        name: "loki_label_values", summary: "Values that a label has in a window.",
        input: Schema.object(
            [
                ("label", Schema.string("The label's name")),
                ("query", Schema.string("Stream selector to narrow it down, such as {namespace=\"shop\"}")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
            ], required: ["label", "from", "to"]),
        routes: [.http(.get, LokiAPI.path("label", "*", "values"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let label = try input.string("label")
        guard LokiQuery.isLabelName(label) else { throw InputError("label", "is not a label's name") }
        let window = try input.window(days: 30)
        var fields: [HTTPCall.Field] = []
        if let query = try input.optionalString("query") {
            fields.append(.init("query", try LokiQuery.selector(query, field: "query")))
        }
        let query = (["label \(label)"] + fields.map(\.value)).joined(separator: " ")
        return LokiListing(
            call: LokiAPI.get(LokiAPI.path("label", label, "values"), fields, window: window), what: "label \(label)",
            window: window, query: query)
    }
}

/// Label sets of streams.
struct LokiSeries: Tool {
    let description = ToolDescription(
        name: "loki_series", summary: "Label sets of the log streams that have lines in a window.",
        input: Schema.object(
            [
                ("match", Schema.strings("Stream selectors, such as {app=\"checkout\"}; a stream need match one of them")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
            ], required: ["match", "from", "to"]),
        routes: [.http(.get, LokiAPI.path("series"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let match = try input.strings("match")
        guard (1...20).contains(match.count) else { throw InputError("match", "expected 1 to 20 stream selectors") }
        var fields: [HTTPCall.Field] = []
        for (position, selector) in match.enumerated() {
            fields.append(.init("match[]", try LokiQuery.selector(selector, field: "match[\(position)]")))
        }
        let window = try input.window(days: 30)
        return LokiListing(
            call: LokiAPI.get(LokiAPI.path("series"), fields, window: window), what: "log streams", window: window,
            query: fields.map(\.value).joined(separator: " or "))
    }
}
