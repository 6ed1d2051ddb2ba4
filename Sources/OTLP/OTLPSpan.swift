import Core

/// One span of a document.
enum OTLPSpan {
    static func read(_ record: JSONValue, _ origin: OTLPWalk.Origin) throws(OTLPFault) -> (trace: String, span: Span) {
        guard let trace = record["traceId"]?.string.flatMap(OTLPIdentifier.trace) else {
            throw OTLPFault("has no trace id that can be read")
        }
        guard let id = record["spanId"]?.string.flatMap(OTLPIdentifier.span) else {
            throw OTLPFault("has no span id that can be read")
        }
        guard let start = OTLPValue.time(record["startTimeUnixNano"]) else {
            throw OTLPFault("has no start between the years 1970 and 2262")
        }
        // Both are positive, so that their difference cannot overflow.
        let end = OTLPValue.time(record["endTimeUnixNano"]) ?? start
        let status = record["status"]
        let message = status?["message"]?.string ?? ""
        let span = Span(
            id: id, parent: record["parentSpanId"]?.string.flatMap(OTLPIdentifier.span), service: origin.service,
            name: OTLPValue.cut(record["name"]?.string ?? ""), kind: kind(record["kind"]), start: start,
            duration: max(0, end.nanoseconds - start.nanoseconds), status: code(status?["code"]),
            statusMessage: message.isEmpty ? nil : OTLPValue.cut(message),
            attributes: OTLPValue.attributes(record["attributes"]), resource: origin.resource, scope: origin.scope,
            events: events(record["events"], start), links: links(record["links"]))
        return (trace, span)
    }

    private static func kind(_ value: JSONValue?) -> Span.Kind {
        let names: [Span.Kind] = [.unspecified, .internal, .server, .client, .producer, .consumer]
        if let number = OTLPValue.integer(value) {
            return names.indices.contains(Int(clamping: number)) ? names[Int(clamping: number)] : .unspecified
        }
        guard let word = value?.string else { return .unspecified }
        let prefix = "SPAN_KIND_"
        return Span.Kind(rawValue: (word.hasPrefix(prefix) ? String(word.dropFirst(prefix.count)) : word).lowercased())
            ?? .unspecified
    }

    private static func code(_ value: JSONValue?) -> Span.Status {
        switch OTLPValue.integer(value) {
        case 1: return .ok
        case 2: return .error
        case _?: return .unset
        case nil: break
        }
        switch value?.string {
        case "STATUS_CODE_OK": return .ok
        case "STATUS_CODE_ERROR": return .error
        default: return .unset
        }
    }

    /// An event without a time of its own is put at the span's start.
    private static func events(_ value: JSONValue?, _ start: Instant) -> [Span.Event] {
        let events = (value?.array ?? []).compactMap { event -> Span.Event? in
            guard event.object != nil else { return nil }
            return Span.Event(
                time: OTLPValue.time(event["timeUnixNano"]) ?? start, name: OTLPValue.cut(event["name"]?.string ?? ""),
                attributes: OTLPValue.attributes(event["attributes"]))
        }
        return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    private static func links(_ value: JSONValue?) -> [Span.Link] {
        (value?.array ?? []).compactMap { link in
            guard let trace = link["traceId"]?.string.flatMap(OTLPIdentifier.trace),
                let span = link["spanId"]?.string.flatMap(OTLPIdentifier.span)
            else { return nil }
            return Span.Link(trace: trace, span: span, attributes: OTLPValue.attributes(link["attributes"]))
        }
    }
}
