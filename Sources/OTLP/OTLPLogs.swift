public import Core

/// A log record with the service that wrote it.
public struct OTLPLog: Sendable, Hashable {
    /// The resource's `service.name`; empty where there is none.
    public var service: String
    /// Labels are the record's attributes, `trace_id` and `span_id` in hexadecimal, and the resource's attributes; of one name
    /// the first of these.
    public var line: LogLines.Line

    public init(service: String, line: LogLines.Line) {
        self.service = service
        self.line = line
    }
}

/// Log records in the JSON forms of OTLP (`resourceLogs`).
public enum OTLPLogs {
    /// Reads a document, or a list of documents. Records are by time; those of one moment as the document has them. A record
    /// without a time has the time at which it was collected; one without either is skipped and counted.
    public static func read(_ document: JSONValue) -> OTLPReading<OTLPLog> {
        var reading = OTLPReading<OTLPLog>()
        let walk = OTLPWalk(
            resources: ["resourceLogs"], scopes: ["scopeLogs", "instrumentationLibraryLogs"], records: "logRecords")
        walk.read(document, into: &reading) { record, origin, reading throws(OTLPFault) in
            reading.items.append(try log(record, origin))
        }
        reading.items = reading.items.enumerated()
            .sorted { ($0.element.line.time, $0.offset) < ($1.element.line.time, $1.offset) }.map(\.element)
        return reading
    }

    private static func log(_ record: JSONValue, _ origin: OTLPWalk.Origin) throws(OTLPFault) -> OTLPLog {
        guard let time = OTLPValue.time(record["timeUnixNano"]) ?? OTLPValue.time(record["observedTimeUnixNano"]) else {
            throw OTLPFault("has no time between the years 1970 and 2262")
        }
        var labels = OTLPValue.attributes(record["attributes"])
        if let trace = record["traceId"]?.string.flatMap(OTLPIdentifier.trace) { labels["trace_id"] = trace }
        if let span = record["spanId"]?.string.flatMap(OTLPIdentifier.span) { labels["span_id"] = span }
        labels.merge(origin.resource) { own, _ in own }
        let line = LogLines.Line(
            time: time, text: OTLPValue.text(record["body"]), severity: severity(record), labels: labels)
        return OTLPLog(service: origin.service, line: line)
    }

    /// By the ranges of the data model (opentelemetry.io/docs/specs/otel/logs/data-model, "Severity Number"); the word where
    /// there is no number.
    private static func severity(_ record: JSONValue) -> String? {
        let value = record["severityNumber"]
        if let number = OTLPValue.integer(value), number > 0 {
            return switch number {
            case 1...8: "debug"
            case 9...12: "info"
            case 13...16: "warn"
            default: "error"
            }
        }
        let prefix = "SEVERITY_NUMBER_"
        var word = record["severityText"]?.string ?? ""
        if let name = value?.string, name.hasPrefix(prefix) { word = String(name.dropFirst(prefix.count)) }
        let words = ["trace": "debug", "debug": "debug", "info": "info", "warn": "warn", "error": "error", "fatal": "error"]
        let lower = word.prefix(20).lowercased()
        return words.first { lower.hasPrefix($0.key) }?.value
    }
}
