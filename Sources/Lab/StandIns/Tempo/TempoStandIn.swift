import Core
import Foundation

/// Tempo's HTTP API over a scenario's traces: search, traces by id in both versions as JSON, tags and values, and metrics.
struct TempoStandIn: StandIn {
    let traces: TraceStore

    func answer(_ request: WebRequest) -> WebAnswer {
        do {
            return try route(request)
        } catch let error as TempoError {
            return refuse(error.message, error.status)
        } catch {
            return refuse("\(error)", 500)
        }
    }

    private func refuse(_ message: String, _ status: Int) -> WebAnswer {
        WebAnswer(status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(message.utf8))
    }

    private func route(_ request: WebRequest) throws -> WebAnswer {
        let parts = request.segments
        switch parts.joined(separator: "/") {
        case "ready": return .text("ready\n")
        case "api/echo": return .text("echo\n")
        case "api/search": return try search(request)
        case "api/search/tags": return try tags(request, isTyped: false)
        case "api/v2/search/tags": return try tags(request, isTyped: true)
        case "api/metrics/query_range": return try metricsRange(request)
        case "api/metrics/query": return try metricsInstant(request)
        default: break
        }
        if parts.starts(with: ["api", "traces"]), parts.count == 3 { return try trace(parts[2], isSecond: false) }
        if parts.starts(with: ["api", "v2", "traces"]), parts.count == 4 { return try trace(parts[3], isSecond: true) }
        if parts.starts(with: ["api", "search", "tag"]), parts.count == 5, parts[4] == "values" {
            return try values(parts[3], request, isTyped: false)
        }
        if parts.starts(with: ["api", "v2", "search", "tag"]), parts.count == 6, parts[5] == "values" {
            return try values(parts[4], request, isTyped: true)
        }
        return .text("404 page not found\n", status: 404)
    }

    // MARK: Parameters

    static func json(_ value: JSONValue) -> WebAnswer { .json(value, type: "application/json") }

    func unsigned(_ name: String, _ request: WebRequest, bits: Int = 32) throws -> Int64? {
        guard let text = request[name], !text.isEmpty else { return nil }
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw TempoError(message: "invalid \(name): strconv.ParseUint: parsing \"\(text)\": invalid syntax")
        }
        guard let value = Int64(text), bits > 32 || value <= Int64(UInt32.max) else {
            throw TempoError(message: "invalid \(name): strconv.ParseUint: parsing \"\(text)\": value out of range")
        }
        return value
    }

    /// Whole seconds; the last hour when neither is given.
    func window(_ request: WebRequest) throws -> (from: Int64, to: Int64) {
        let (from, to) = (try unsigned("start", request), try unsigned("end", request))
        let now = RequestLog.now() / 1_000_000
        guard let from, let to else { return (from ?? now - 3600, to ?? now) }
        guard from < to else {
            throw TempoError(message: "http parameter start must be before end. received start=\(from) end=\(to)")
        }
        guard to - from <= 168 * 3600 else {
            throw TempoError(
                message: "range specified by start and end exceeds 168h0m0s. received start=\(from) end=\(to)")
        }
        return (from, to)
    }

    // MARK: Search

    private func search(_ request: WebRequest) throws -> WebAnswer {
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

    // MARK: Traces

    private func trace(_ id: String, isSecond: Bool) throws -> WebAnswer {
        if let place = id.firstIndex(where: { !$0.isHexDigit || !$0.isASCII }) {
            let position = id.distance(from: id.startIndex, to: place) + 1
            throw TempoError(
                message: "trace IDs can only contain hex characters: invalid character '\(id[place])' at position \(position)")
        }
        guard id.count <= 32 else { throw TempoError(message: "trace IDs can't be larger than 128 bits") }
        guard let trace = traces.trace(String(repeating: "0", count: 32 - id.count) + id.lowercased()) else {
            return isSecond ? Self.json(["trace": [:], "metrics": [:]]) : WebAnswer(status: 404, headers: [], body: [])
        }
        let batches = JSONValue.array(OTLPWriter.batches(trace))
        return Self.json(
            isSecond ? ["trace": ["resourceSpans": batches], "metrics": ["inspectedBytes": "3667560"]] : ["batches": batches])
    }

    // MARK: Tags

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

    private func tags(_ request: WebRequest, isTyped: Bool) throws -> WebAnswer {
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

    private func values(_ tag: String, _ request: WebRequest, isTyped: Bool) throws -> WebAnswer {
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

/// The older form of a search: `tags` in logfmt, and bounds of the trace's duration.
struct LegacyTempoSearch {
    private var tags: [(name: String, value: String)] = []
    private var durations: ClosedRange<Int64> = 0...Int64.max

    /// `nil` when a request has none of its parameters.
    init?(_ request: WebRequest) throws {
        guard request["q"] == nil else { return nil }
        let bounds = try ["minDuration", "maxDuration"].map { name -> Int64? in
            guard let text = request[name] else { return nil }
            guard let value = LogQLLexer.duration(text) else {
                throw TempoError(message: "invalid \(name): time: invalid duration \"\(text)\"")
            }
            return value
        }
        guard request["tags"] != nil || bounds.contains(where: { $0 != nil }) else { return nil }
        tags = Logfmt.pairs(request["tags"] ?? "")
        durations = (bounds[0] ?? 0)...max(bounds[0] ?? 0, bounds[1] ?? .max)
    }

    func keeps(_ trace: OrderTrace) -> Bool {
        durations.contains(trace.end - trace.root.start)
            && tags.allSatisfy { tag in
                trace.spans.contains { span in
                    let own = span.attribute(tag.name) ?? span.resourceAttribute(tag.name)
                    return own?.text == tag.value || (tag.name == "name" && span.name == tag.value)
                        || (tag.name == "status.code" && tag.value == (span.isError ? "error" : "unset"))
                }
            }
    }
}
