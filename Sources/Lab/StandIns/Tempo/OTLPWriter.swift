import Core
import Foundation

/// A trace in OTLP's JSON as Tempo writes it: ids in base64, names for enumerations, 64-bit numbers as strings.
enum OTLPWriter {
    /// One batch a service, in the order in which services first appear below.
    static func batches(_ trace: OrderTrace) -> [JSONValue] {
        var services: [String] = []
        for service in ["frontend", "checkout", "inventory", "payment-gateway"]
        where trace.spans.contains(where: { $0.service == service }) { services.append(service) }
        return services.map { service in
            let spans = trace.spans.filter { $0.service == service }
            let scope: JSONValue = ["name": .string("shop/\(service)"), "version": "1.4.0"]
            return [
                "resource": ["attributes": .array((spans.first?.resource ?? []).map(attribute))],
                "scopeSpans": [["scope": scope, "spans": .array(spans.map { write($0, trace.id) })]],
            ]
        }
    }

    private static func write(_ span: TraceSpan, _ trace: String) -> JSONValue {
        var object: JSONObject = ["traceId": .string(base64(trace)), "spanId": .string(base64(span.id))]
        object["parentSpanId"] = span.parent.map { .string(base64($0)) }
        object["name"] = .string(span.name)
        object["kind"] = .string("SPAN_KIND_\(span.kind.rawValue.uppercased())")
        object["startTimeUnixNano"] = .string(String(span.start))
        object["endTimeUnixNano"] = .string(String(span.end))
        object["attributes"] = .array(span.attributes.map(attribute))
        if !span.exception.isEmpty {
            object["events"] = [
                [
                    "timeUnixNano": .string(String(span.end)), "name": "exception",
                    "attributes": .array(span.exception.map(attribute)),
                ]
            ]
        }
        var status: JSONObject = [:]
        if !span.message.isEmpty { status["message"] = .string(span.message) }
        if span.isError { status["code"] = "STATUS_CODE_ERROR" }
        object["status"] = .object(status)
        return .object(object)
    }

    private static func attribute(_ attribute: TraceSpan.Attribute) -> JSONValue {
        let value: JSONValue =
            switch attribute.value {
            case .text(let text): ["stringValue": .string(text)]
            case .integer(let number): ["intValue": .string(String(number))]
            case .decimal(let number): ["doubleValue": .number(number)]
            }
        return ["key": .string(attribute.key), "value": value]
    }

    private static func base64(_ hex: String) -> String {
        let digits = Array(hex)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return Data(bytes).base64EncodedString()
    }
}
