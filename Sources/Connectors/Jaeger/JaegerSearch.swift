import Core

/// Traces of a service.
struct JaegerSearch: Tool {
    let api: JaegerAPI.Choice

    /// Traces that are given whole; all are listed.
    static let mostWhole = 20

    let description = ToolDescription(
        name: "jaeger_search",
        summary: "Traces that a service took part in, in a window. With more matches than the limit, the older API gives the "
            + "newest; that is no sample.",
        input: Schema.object(
            [
                ("service", Schema.string("The service")),
                ("operation", Schema.string("One of its operations")),
                (
                    "tags",
                    [
                        "type": "object", "additionalProperties": ["type": "string"],
                        "description": "Tags that a span must have, all values as strings: {\"error\": \"true\"}",
                    ]
                ),
                ("minDuration", Schema.string("Least duration, such as 500ms or 1m30s")),
                ("maxDuration", Schema.string("Most duration")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                (
                    "limit",
                    Schema.integer("Most traces, 1 to 200; the server's default (20, or 100 by version 3) when left out")
                ),
            ], required: ["service", "from", "to"]),
        routes: JaegerAPI.searchRoutes)

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let tags = try Self.tags(input["tags"])
        let input = try Input(input)
        let reader = JaegerSearchReader(
            service: try JaegerAPI.service(input), operation: try input.optionalString("operation"), tags: tags,
            minDuration: try Self.duration(input, "minDuration"), maxDuration: try Self.duration(input, "maxDuration"),
            window: try input.window(days: 31), limit: try input.optionalInteger("limit", in: 1...200), version: .older)
        return JaegerConversation(api, reader.what) { version, _ in
            var reader = reader
            reader.version = version
            return Asking(reader: reader)
        }
    }

    private static func tags(_ value: JSONValue?) throws(InputError) -> [String: String] {
        guard let value, !value.isNull else { return [:] }
        guard let object = value.object, object.count <= 20 else {
            throw InputError("tags", "expected an object of at most 20 members")
        }
        var tags: [String: String] = [:]
        for (name, value) in object.members {
            guard let text = value.string else {
                throw InputError("tags", "'\(name.prefix(40))' must be a string, as in {\"error\": \"true\"}")
            }
            tags[name] = text
        }
        return tags
    }

    private static func duration(_ input: Input, _ name: String) throws(InputError) -> String? {
        guard let text = try input.optionalString(name) else { return nil }
        guard GoDuration.seconds(text) != nil else {
            throw InputError(name, "'\(text.prefix(40))' is no duration such as 500ms or 1m30s")
        }
        return text
    }

    private struct Asking: Conversation {
        var reader: JaegerSearchReader

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else { return .calls([.http(reader.call)]) }
            guard !reader.wantsOldNames(outcome) else {
                reader.usesOldNames = true
                return .calls([.http(reader.call)])
            }
            let reading = reader.read(outcome)
            var diagnostics = reading.diagnostics
            if reading.traces.count > JaegerSearch.mostWhole {
                let text = "traces: \(JaegerSearch.mostWhole) of \(reading.traces.count) are given whole, the earliest"
                diagnostics.append(Diagnostic(.note, text, exchange: outcome.key))
            }
            let whole = reading.traces.prefix(JaegerSearch.mostWhole).map {
                JaegerSearchReader.evidence(
                    $0, from: outcome.key, service: nil, window: reader.window, version: reader.version,
                    reading.traceCompleteness)
            }
            return .done(reading.evidence + whole, diagnostics)
        }
    }
}
