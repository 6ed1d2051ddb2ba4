import Core

/// Names and values of attributes.
extension TempoStandIn {
    private func spans(_ request: WebRequest, matching query: TraceQL? = nil) throws -> [(span: TraceSpan, trace: OrderTrace)] {
        let (from, to) = try window(request)
        return traces.traces.flatMap { trace -> [(TraceSpan, OrderTrace)] in
            guard trace.root.start / 1_000_000_000 <= to, trace.end / 1_000_000_000 >= from else { return [] }
            return (query?.matches(trace) ?? Array(trace.spans.indices)).map { (trace.spans[$0], trace) }
        }
    }

    private static let intrinsics: [String] = [
        "duration", "event:name", "event:timeSinceStart", "instrumentation:name", "instrumentation:version", "kind",
        "link:spanID", "link:traceID", "name", "rootName", "rootServiceName", "span:duration", "span:id", "span:kind",
        "span:name", "span:parentID", "span:status", "span:statusMessage", "status", "statusMessage", "trace:duration",
        "trace:id", "trace:rootName", "trace:rootService", "traceDuration",
    ]

    func tags(_ request: WebRequest, isTyped: Bool) throws -> WebAnswer {
        let query = try request["q"].map(TraceQLParser.parse)
        var names: [String: Set<String>] = ["resource": [], "span": [], "event": []]
        for (span, _) in try spans(request, matching: query) {
            names["resource"]?.formUnion(span.resource.map(\.key))
            names["span"]?.formUnion(span.attributes.map(\.key))
            names["event"]?.formUnion(span.exception.map(\.key))
        }
        guard isTyped else {
            let all = names.values.reduce(into: Set<String>()) { $0.formUnion($1) }.sorted()
            return Self.json(["tagNames": .array(all.map(JSONValue.string)), "metrics": ["inspectedBytes": "215990"]])
        }
        var scopes = ["resource", "span"].map { ($0, names[$0]?.sorted() ?? []) } + [("intrinsic", Self.intrinsics)]
        scopes.append(("event", names["event"]?.sorted() ?? []))
        if let scope = request["scope"], scope != "none" { scopes.removeAll { $0.0 != scope } }
        let shown = scopes.filter { !$0.1.isEmpty }.map { name, tags -> JSONValue in
            ["name": .string(name), "tags": .array(tags.map(JSONValue.string))]
        }
        return Self.json(["scopes": .array(shown), "metrics": ["inspectedBytes": "215990"]])
    }

    func values(_ tag: String, _ request: WebRequest, isTyped: Bool) throws -> WebAnswer {
        let query = try request["q"].flatMap { $0.isEmpty ? nil : try TraceQLParser.parse($0) }
        let condition = isTyped ? tag : "." + tag
        let field = try TraceQLParser.parse("{ \(condition) != nil }").named.first
        var found: Set<[String]> = []
        for (span, trace) in try spans(request, matching: query) {
            switch field?.value(span, trace) {
            case .text(let text): found.insert(["string", text])
            case .word(let word): found.insert(["keyword", word])
            case .number(let number) where number == number.rounded(): found.insert(["int", String(Int64(number))])
            case .number(let number): found.insert(["float", "\(number)"])
            default: break
            }
        }
        let sorted = found.sorted { $0.lexicographicallyPrecedes($1) }
        let values = sorted.map { pair -> JSONValue in
            isTyped ? ["type": .string(pair[0]), "value": .string(pair[1])] : .string(pair[1])
        }
        return Self.json(["tagValues": .array(values), "metrics": ["inspectedBytes": "71479"]])
    }
}
