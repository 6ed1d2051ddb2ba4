import Core

/// A span of `traces.json` in its own shape: `trace_id, span_id, parent_id, service, name, start, duration_ms, status`; any more
/// members are attributes.
struct SpanRecord: Sendable {
    var trace: String
    var span: Span

    init(_ object: JSONObject) throws(RecordFault) {
        guard let trace = object.text("trace_id", "traceId", "trace") else { throw RecordFault("has no trace_id") }
        guard let id = object.text("span_id", "spanId", "id") else { throw RecordFault("has no span_id") }
        let start = try object.stamp("start", "start_time", "startTime", "timestamp")
        guard let milliseconds = object["duration_ms"]?.double, milliseconds.isFinite, milliseconds >= 0,
            milliseconds < 9e12
        else { throw RecordFault("has no duration_ms that is a number") }
        self.trace = SpanRecord.normal(trace)
        var attributes: [String: String] = [:]
        for member in object.members.prefix(100) where !SpanRecord.own.contains(member.name) {
            if let inner = member.value.object {
                for each in inner.members.prefix(100) { attributes[each.name] = each.value.scalarText() }
            } else {
                attributes[member.name] = member.value.scalarText()
            }
        }
        span = Span(
            id: id, parent: object.text("parent_id", "parent_span_id", "parentId"),
            service: object.text("service", "service_name") ?? "", name: object.text("name", "operation") ?? "",
            kind: object.text("kind").flatMap { Span.Kind(rawValue: $0.lowercased()) } ?? .unspecified, start: start.time,
            duration: Int64(milliseconds * 1e6), status: SpanRecord.status(object["status"]),
            statusMessage: object.text("error", "status_message"), attributes: attributes)
    }

    private static let own: Set<String> = [
        "trace_id", "traceId", "trace", "span_id", "spanId", "id", "start", "start_time", "startTime", "timestamp",
        "duration_ms", "parent_id", "parent_span_id", "parentId", "service", "service_name", "name", "operation", "kind",
        "status", "error", "status_message",
    ]

    private static func status(_ value: JSONValue?) -> Span.Status {
        switch value?.scalarText(longest: 40)?.uppercased() {
        case "OK", "1", "STATUS_CODE_OK": .ok
        case "ERROR", "2", "STATUS_CODE_ERROR", "FAILED": .error
        default: .unset
        }
    }

    /// Hexadecimal ids with as many digits as others write them; any other text as it is.
    private static func normal(_ text: String) -> String {
        let isHex =
            (14...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
            }
        return isHex ? String(repeating: "0", count: 32 - text.utf8.count) + text.lowercased() : text
    }
}
