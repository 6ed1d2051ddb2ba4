import Core
import OTLP

/// Traces as Jaeger's older API writes them: spans with a key of a process, times in microseconds, and what OpenTelemetry has
/// fields for among the tags (opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger).
enum JaegerOlderTraces {
    static func read(_ data: JSONArray) -> OTLPReading<Trace> {
        var reading = OTLPReading<Trace>()
        reading.hasLists = true
        var traces: [String: [Span]] = [:]
        var seen: [String: Set<Span>] = [:]
        for (index, trace) in data.enumerated() {
            let processes = (trace["processes"]?.object?.members ?? []).reduce(into: [String: SpanProcess]()) {
                $0[$1.name] = SpanProcess($1.value)
            }
            guard let spans = trace["spans"]?.array else {
                skip("has no spans", "data[\(index)]", &reading)
                continue
            }
            for (position, record) in spans.enumerated() {
                do throws(Fault) {
                    let (id, span) = try span(record, trace, processes)
                    if seen[id, default: []].insert(span).inserted { traces[id, default: []].append(span) }
                } catch {
                    skip(error.reason, "data[\(index)].spans[\(position)]", &reading)
                }
            }
        }
        reading.items = traces.map { Trace(id: $0.key, spans: $0.value) }.sorted { left, right in
            guard let first = left.spans.first?.start, let second = right.spans.first?.start, first != second else {
                return left.id < right.id
            }
            return first < second
        }
        return reading
    }

    private struct Fault: Error { var reason: String }

    /// What made a span. Its key is unique within one trace, or over the whole answer, as the server likes.
    private struct SpanProcess {
        var service: String
        var tags: [String: String]

        init(_ value: JSONValue) {
            tags = JaegerOlderTraces.tags(value["tags"])
            service = value["serviceName"]?.string ?? tags["service.name"] ?? ""
            tags["service.name"] = nil
        }
    }

    private static func span(
        _ record: JSONValue, _ trace: JSONValue, _ processes: [String: SpanProcess]
    ) throws(Fault) -> (trace: String, span: Span) {
        guard let traceID = (record["traceID"] ?? trace["traceID"])?.string.flatMap(OTLPIdentifier.trace) else {
            throw Fault(reason: "has no trace id that can be read")
        }
        guard let id = record["spanID"]?.string.flatMap(OTLPIdentifier.span) else {
            throw Fault(reason: "has no span id that can be read")
        }
        guard let start = nanoseconds(record["startTime"]), start > 0 else {
            throw Fault(reason: "has no start between the years 1970 and 2262")
        }
        let process = record["processID"]?.string.flatMap { processes[$0] } ?? record["process"].map { SpanProcess($0) }
        var tags = tags(record["tags"])
        let relations = relations(record, traceID)
        let span = Span(
            id: id, parent: relations.parent, service: process?.service ?? "",
            name: OTLPValue.cut(record["operationName"]?.string ?? ""),
            kind: tags.removeValue(forKey: "span.kind").flatMap { Span.Kind(rawValue: $0) } ?? .unspecified,
            start: Instant(nanoseconds: start), duration: max(0, nanoseconds(record["duration"]) ?? 0),
            status: status(&tags), statusMessage: tags.removeValue(forKey: "otel.status_description"),
            attributes: [:], resource: process?.tags ?? [:], scope: scope(&tags), events: events(record["logs"]),
            links: relations.links)
        var whole = span
        whole.attributes = tags
        return (traceID, whole)
    }

    /// The tag `error` is a boolean or its text; a server that was given a status writes that instead of `false`.
    private static func status(_ tags: inout [String: String]) -> Span.Status {
        let code = tags.removeValue(forKey: "otel.status_code")
        let error = tags["error"]
        if let error, ["true", "false", "unset", "ok", "error"].contains(error.lowercased()) { tags["error"] = nil }
        switch (error?.lowercased(), code?.uppercased()) {
        case ("true", _), ("error", _), (_, "ERROR"): return .error
        case (_, "OK"), ("ok", _): return .ok
        default: return .unset
        }
    }

    private static func scope(_ tags: inout [String: String]) -> String? {
        let version = tags.removeValue(forKey: "otel.scope.version") ?? tags.removeValue(forKey: "otel.library.version")
        guard let name = tags.removeValue(forKey: "otel.scope.name") ?? tags.removeValue(forKey: "otel.library.name"),
            !name.isEmpty
        else { return nil }
        return version.map { $0.isEmpty ? name : "\(name) \($0)" } ?? name
    }

    /// The parent is the first reference of the same trace that the span is a child of, else the first that it follows from,
    /// else `parentSpanID` of very old answers; all other references are links.
    private static func relations(_ record: JSONValue, _ trace: String) -> (parent: String?, links: [Span.Link]) {
        let references = (record["references"]?.array ?? []).compactMap { reference -> (isChild: Bool, link: Span.Link)? in
            guard let span = reference["spanID"]?.string.flatMap(OTLPIdentifier.span) else { return nil }
            let other = reference["traceID"]?.string.flatMap(OTLPIdentifier.trace) ?? trace
            return (reference["refType"]?.string == "CHILD_OF", Span.Link(trace: other, span: span))
        }
        let parent =
            references.firstIndex { $0.isChild && $0.link.trace == trace }
            ?? references.firstIndex { $0.link.trace == trace }
        let links = references.enumerated().filter { $0.offset != parent }.map(\.element.link)
        guard let parent else { return (record["parentSpanID"]?.string.flatMap(OTLPIdentifier.span), links) }
        return (references[parent].link.span, links)
    }

    private static func events(_ value: JSONValue?) -> [Span.Event] {
        let events = (value?.array ?? []).compactMap { log -> Span.Event? in
            guard let time = nanoseconds(log["timestamp"]), time > 0 else { return nil }
            var fields = tags(log["fields"])
            let name = fields.removeValue(forKey: "event") ?? fields["message"] ?? ""
            return Span.Event(time: Instant(nanoseconds: time), name: name, attributes: fields)
        }
        return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// Values are of their `type`, or all texts, as the server likes; of a name that occurs twice the first.
    private static func tags(_ value: JSONValue?) -> [String: String] {
        var result: [String: String] = [:]
        for tag in value?.array ?? [] {
            guard let name = tag["key"]?.string, !name.isEmpty, result[name] == nil else { continue }
            result[name] = OTLPValue.text(tag["value"])
        }
        return result
    }

    private static func nanoseconds(_ value: JSONValue?) -> Int64? {
        guard let microseconds = OTLPValue.integer(value) else { return nil }
        let (result, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
        return overflow ? nil : result
    }

    private static func skip(_ reason: String, _ path: String, _ reading: inout OTLPReading<Trace>) {
        reading.skipped += 1
        if reading.problems.count < OTLPReading<Trace>.mostProblems {
            reading.problems.append(OTLPProblem(path: path, reason: reason))
        }
    }
}
