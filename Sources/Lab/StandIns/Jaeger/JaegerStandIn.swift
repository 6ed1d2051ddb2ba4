import Core

/// The Jaeger query API of VictoriaTraces over a scenario's traces. Paths are those below `/select/jaeger`.
struct JaegerStandIn: StandIn {
    let traces: TraceStore

    private struct Refusal: Error { var message: String }

    func answer(_ request: WebRequest) -> WebAnswer {
        if request.path == "/health" { return .text("OK") }
        var parts = request.segments[...]
        guard parts.starts(with: ["select", "jaeger", "api"]) else { return unsupported(request) }
        parts = parts.dropFirst(3)
        do {
            switch (parts.first, parts.count) {
            case ("services", 1): return list(Set(traces.traces.flatMap { $0.spans.map(\.service) }).sorted())
            case ("services", 3) where parts.last == "operations": return list(operations(of: parts[parts.startIndex + 1]))
            case ("traces", 1): return try search(request)
            case ("traces", 2):
                // An unknown trace is counted as if it had been found.
                return write(traces.trace(parts[parts.startIndex + 1]).map { [$0] } ?? [], total: 1)
            case ("dependencies", 1): return refuse("/api/dependencies API is not supported yet.")
            default: return unsupported(request)
            }
        } catch {
            return refuse("incorrect trace query params: \((error as? Refusal)?.message ?? "\(error)")")
        }
    }

    private func unsupported(_ request: WebRequest) -> WebAnswer {
        refuse("unsupported path requested: \"\(request.path)\"")
    }

    private func refuse(_ message: String) -> WebAnswer { .text(message + "\n", status: 400) }

    private func operations(of service: String) -> [String] {
        Set(traces.traces.flatMap { $0.spans.filter { $0.service == service }.map(\.name) }).sorted()
    }

    // MARK: Search

    private func search(_ request: WebRequest) throws -> WebAnswer {
        guard let service = request["service"], !service.isEmpty else { throw Refusal(message: "service name is required") }
        let bounds = try ["minDuration", "maxDuration"].map { name -> Int64? in
            guard let text = request[name], !text.isEmpty else { return nil }
            guard let value = LogQLLexer.duration(text) else {
                throw Refusal(message: "cannot parse \(name) [\(text)]: time: invalid duration \"\(text)\"")
            }
            return value
        }
        let times = try ["start", "end"].map { name -> Int64? in
            guard let text = request[name], !text.isEmpty else { return nil }
            guard let value = Int64(text) else {
                throw Refusal(
                    message: "cannot parse \(name) [\(text)]: strconv.ParseInt: parsing \"\(text)\": invalid syntax")
            }
            return value.multipliedReportingOverflow(by: 1000).overflow ? .max : value * 1000
        }
        let limit = max(1, request["limit"].flatMap { Int($0) } ?? 20)
        let tags = try self.tags(request["tags"] ?? "")
        let operation = request["operation"].flatMap { $0.isEmpty || $0 == "all" ? nil : $0 }
        let found = traces.traces.filter { trace in
            trace.spans.contains { span in
                span.service == service && (operation == nil || span.name == operation)
                    && span.duration >= bounds[0] ?? 0 && span.duration <= bounds[1] ?? .max
                    && span.start >= times[0] ?? 0 && span.start <= times[1] ?? .max
                    && tags.allSatisfy { tag in Self.tags(of: span).contains { $0 == tag } }
            }
        }
        let newest = found.sorted { ($1.root.start, $0.id) < ($0.root.start, $1.id) }.prefix(limit)
        return write(Array(newest), total: newest.count)
    }

    private struct Tag: Hashable {
        var key: String
        var value: String
    }

    private func tags(_ text: String) throws -> [Tag] {
        guard !text.isEmpty else { return [] }
        guard let object = (try? JSONValue(parsing: text))?.object else {
            let first = text.first.map(String.init) ?? ""
            throw Refusal(message: "cannot parse tags [\(text)]: invalid character '\(first)' looking for beginning of value")
        }
        return try object.members.map { member in
            guard let value = member.value.string else {
                throw Refusal(message: "cannot parse tags [\(text)]: json: cannot unmarshal into Go value of type string")
            }
            return Tag(key: member.name, value: value)
        }
    }

    private static func tags(of span: TraceSpan) -> [Tag] {
        var tags = [
            Tag(key: "span.kind", value: span.kind.rawValue), Tag(key: "otel.scope.name", value: "shop/\(span.service)"),
            Tag(key: "otel.scope.version", value: "1.4.0"),
        ]
        tags += span.attributes.map { Tag(key: $0.key, value: $0.value.text) }
        tags.append(Tag(key: "error", value: span.isError ? "true" : "unset"))
        if !span.message.isEmpty { tags.append(Tag(key: "otel.status_description", value: span.message)) }
        return tags
    }

    // MARK: Answers

    private static func type(_ body: String) -> WebAnswer {
        WebAnswer(status: 200, headers: [("Content-Type", "application/json")], body: Array(body.utf8))
    }

    private func list(_ names: [String]) -> WebAnswer {
        let data = names.map { JSONValue.string($0).compact }.joined(separator: ",")
        return Self.type("{\"data\":[\(data)],\"errors\": null,\"limit\": 0,\"offset\": 0,\"total\":\(names.count)}")
    }

    /// Processes are numbered over the whole answer.
    private func write(_ traces: [OrderTrace], total: Int) -> WebAnswer {
        var processes: [String: String] = [:]
        let data = traces.map { Self.write($0, &processes) }.joined(separator: ",")
        return Self.type("{\"data\":[\(data)],\"errors\": null,\"limit\": 0,\"offset\": 0,\"total\":\(total)}")
    }

    private static func write(_ trace: OrderTrace, _ processes: inout [String: String]) -> String {
        var own: [(id: String, text: String)] = []
        let spans = trace.spans.map { span -> String in
            let tags = span.resource.filter { $0.key != "service.name" }.sorted { $0.key < $1.key }
                .map { tag($0.key, $0.value.text) }.joined(separator: ",")
            let process = "{\"serviceName\":\(JSONValue.string(span.service).compact),\"tags\": [\(tags)]}"
            let id = processes[process] ?? "p\(processes.count + 1)"
            processes[process] = id
            if !own.contains(where: { $0.id == id }) { own.append((id, process)) }
            return write(span, trace.id, process: id)
        }
        let shown = own.map { "\"\($0.id)\":\($0.text)" }.joined(separator: ",")
        return "{\"processes\": {\(shown)},\"spans\": [\(spans.joined(separator: ","))],"
            + "\"traceID\":\"\(trace.id)\",\"warnings\": null}"
    }

    private static func write(_ span: TraceSpan, _ trace: String, process: String) -> String {
        let parent =
            span.parent.map { "{\"refType\":\"CHILD_OF\",\"spanID\":\"\($0)\",\"traceID\":\"\(trace)\"}" } ?? ""
        let tags = tags(of: span).map { tag($0.key, $0.value) }.joined(separator: ",")
        var logs = ""
        if !span.exception.isEmpty {
            let fields = span.exception.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text) } + [("event", "exception")]
            logs = "{\"timestamp\":\(span.end / 1000),\"fields\": [\(fields.map { tag($0.0, $0.1) }.joined(separator: ","))]}"
        }
        return
            "{\"duration\":\(span.duration / 1000),\"logs\":[\(logs)],\"operationName\":\(JSONValue.string(span.name).compact),"
            + "\"processID\":\"\(process)\",\"references\": [\(parent)],\"spanID\":\"\(span.id)\","
            + "\"startTime\":\(span.start / 1000),\"tags\": [\(tags)],\"traceID\":\"\(trace)\",\"warnings\":null}"
    }

    private static func tag(_ key: String, _ value: String) -> String {
        "{\"key\":\(JSONValue.string(key).compact),\"type\":\"string\",\"value\":\(JSONValue.string(value).compact)}"
    }
}
