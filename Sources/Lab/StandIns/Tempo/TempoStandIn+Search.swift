import Core

/// Searches.
extension TempoStandIn {
    func search(_ request: WebRequest) throws -> WebAnswer {
        let limit = Int(try unsigned("limit", request) ?? 20)
        let shown = Int(try unsigned("spss", request) ?? 3)
        let (from, to) = try window(request)
        let legacy = try LegacyTempoSearch(request)
        let query = try TraceQLParser.parse(request["q"] ?? "{}")
        guard query.metrics == nil else { throw TempoError(message: "invalid TraceQL query: metrics query in search") }
        var found: [(trace: OrderTrace, spans: [Int])] = []
        var isComplete = true
        for trace in traces.traces {
            let (start, end) = (trace.root.start / 1_000_000_000, trace.end / 1_000_000_000)
            guard start <= to, end >= from else { continue }
            let spans = legacy.map { $0.keeps(trace) ? [0] : [] } ?? query.matches(trace)
            guard !spans.isEmpty else { continue }
            // The search ends at the limit, wherever in the block that is.
            guard found.count < limit else {
                isComplete = false
                break
            }
            found.append((trace, spans))
        }
        found.sort { ($1.trace.root.start, $0.trace.id) < ($0.trace.root.start, $1.trace.id) }
        let answers = found.map { one -> JSONValue in
            var object = Self.head(one.trace)
            guard legacy == nil else { return .object(object) }
            let set = Self.spanSet(one.trace, one.spans, query, shown: shown)
            object["spanSet"] = set
            object["spanSets"] = [set]
            object["serviceStats"] = Self.statistics(one.trace)
            return .object(object)
        }
        return Self.json([
            "traces": .array(answers),
            "metrics": [
                "inspectedBytes": .string(isComplete ? "3667560" : "618960"), "completedJobs": .number(isComplete ? 3 : 1),
                "totalJobs": 3,
            ],
        ])
    }

    private static func head(_ trace: OrderTrace) -> JSONObject {
        [
            "traceID": .string(trace.shortID), "rootServiceName": .string(trace.root.service),
            "rootTraceName": .string(trace.root.name), "startTimeUnixNano": .string(String(trace.root.start)),
            "durationMs": .number(Int((trace.end - trace.root.start) / 1_000_000)),
        ]
    }

    private static func spanSet(_ trace: OrderTrace, _ spans: [Int], _ query: TraceQL, shown: Int) -> JSONValue {
        let listed = spans.prefix(shown).map { index -> JSONValue in
            let span = trace.spans[index]
            var object: JSONObject = ["spanID": .string(span.id)]
            if query.named.contains(.intrinsic("name")) { object["name"] = .string(span.name) }
            object["startTimeUnixNano"] = .string(String(span.start))
            object["durationNanos"] = .string(String(span.duration))
            let attributes = query.named.compactMap { attribute($0, span, trace) }
            if !attributes.isEmpty { object["attributes"] = .array(attributes) }
            return .object(object)
        }
        var set: JSONObject = ["spans": .array(listed), "matched": .number(spans.count)]
        let aggregates = query.aggregates.filter { $0.function == "count" }.map { _ -> JSONValue in
            ["key": "count()", "value": ["intValue": .string(String(spans.count))]]
        }
        if !aggregates.isEmpty { set["attributes"] = .array(aggregates) }
        return .object(set)
    }

    /// A field as it is shown with a span: without its scope, and nothing for what the span shows anyway.
    private static func attribute(_ field: TraceQL.Field, _ span: TraceSpan, _ trace: OrderTrace) -> JSONValue? {
        let key: String
        switch field {
        case .attribute(_, let name): key = name
        case .intrinsic(let name):
            guard ["status", "kind", "statusMessage", "rootName", "rootServiceName"].contains(name) else { return nil }
            key = name
        }
        guard let value = value(field, span, trace) else { return nil }
        return ["key": .string(key), "value": value]
    }

    static func value(_ field: TraceQL.Field, _ span: TraceSpan, _ trace: OrderTrace) -> JSONValue? {
        switch field.value(span, trace) {
        case .text(let text), .word(let text): ["stringValue": .string(text)]
        case .number(let number) where number == number.rounded(): ["intValue": .string(String(Int64(number)))]
        case .number(let number): ["doubleValue": .number(number)]
        case .duration(let duration): ["stringValue": .string("\(duration / 1e9)s")]
        case .none: nil
        }
    }

    private static func statistics(_ trace: OrderTrace) -> JSONValue {
        let services = Set(trace.spans.map(\.service)).sorted().map { service -> (String, JSONValue) in
            let spans = trace.spans.filter { $0.service == service }
            var counts: JSONObject = ["spanCount": .number(spans.count)]
            let errors = spans.count { $0.isError }
            if errors > 0 { counts["errorCount"] = .number(errors) }
            return (service, .object(counts))
        }
        return .object(JSONObject(services))
    }
}
