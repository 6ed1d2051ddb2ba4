import Core

/// Traces that a TraceQL query finds.
struct TempoSearch: Tool {
    let description = ToolDescription(
        name: "tempo_search",
        summary: "Traces that a TraceQL query matches in a window. A search stops at its limit and gives no sample: with a "
            + "small limit come the lowest trace ids, neither the newest nor the earliest.",
        input: Schema.object(
            [
                ("query", Schema.string("TraceQL, such as { resource.service.name = \"checkout\" && status = error }")),
                ("service", Schema.string("Instead of a query: the service whose spans are looked for")),
                ("status", Schema.choice(["error", "ok", "unset"], "With 'service': the status of its spans")),
                (
                    "tags",
                    Schema.string("Instead of a query, for servers without TraceQL: service.name=checkout http.route=/pay")
                ),
                ("minDuration", Schema.string("With 'tags': least duration, such as 500ms")),
                ("maxDuration", Schema.string("With 'tags': most duration")),
                ("from", Schema.time("Start of the window, rounded down to a second")),
                ("to", Schema.time("End of the window, rounded up; no more than 168 hours after 'from'")),
                ("limit", Schema.integer("Most traces, 1 to 1000; the server's default, usually 20, when left out")),
                ("spansPerSet", Schema.integer("Most matching spans shown of each trace, 1 to 100; 3 when left out")),
            ], required: ["from", "to"]),
        routes: [.http(.get, ["api", "search"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let reader = TempoSearchReader(
            filter: try filter(input),
            window: try TempoAPI.window(input, longest: TempoAPI.longestSearch, what: "a search"),
            limit: try input.optionalInteger("limit", in: 1...1000),
            spansPerSet: try input.optionalInteger("spansPerSet", in: 1...100))
        return OneRound([.http(reader.call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            let reading = reader.read(outcome)
            return .done(reading.evidence, reading.diagnostics)
        }
    }

    private func filter(_ input: Input) throws(InputError) -> TempoSearchReader.Filter {
        let query = try input.optionalString("query")
        let service = try input.optionalString("service")
        let tags = try input.optionalString("tags")
        guard [query, service, tags].compactMap({ $0 }).count == 1 else {
            throw InputError("query", "expected one of 'query', 'service' and 'tags'")
        }
        if let query { return .traceQL(try TempoAPI.traceQL(query)) }
        if let service {
            var text = "resource.service.name = \(TempoAPI.quoted(try TempoAPI.traceQL(service)))"
            if try input.optionalString("status") != nil {
                text += " && status = " + (try input.choice("status", of: ["error", "ok", "unset"]))
            }
            return .traceQL("{ \(text) }")
        }
        return .tags(
            try TempoAPI.traceQL(try input.string("tags")), minDuration: try duration(input, "minDuration"),
            maxDuration: try duration(input, "maxDuration"))
    }

    private func duration(_ input: Input, _ name: String) throws(InputError) -> String? {
        guard let text = try input.optionalString(name) else { return nil }
        guard GoDuration.seconds(text) != nil else {
            throw InputError(name, "'\(text.prefix(40))' is no duration such as 500ms or 1m30s")
        }
        return text
    }
}
