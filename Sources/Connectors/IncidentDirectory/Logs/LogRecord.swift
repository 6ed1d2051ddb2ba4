import Core

/// One record of a log, in whichever form the file has it.
struct LogRecord: Sendable {
    var stamp: Stamp
    var service: String
    var text: String
    /// One of `error`, `warn`, `info`, `debug`.
    var severity: String?
    var labels: [String: String] = [:]

    private static let mostLabels = 40

    /// A JSON record: `timestamp, service, severity_text, msg`, any other scalar member is a label.
    init(_ value: JSONValue) throws(RecordFault) {
        guard let object = value.object else { throw RecordFault("is no object") }
        stamp = try object.stamp("timestamp", "time", "ts", "@timestamp")
        service = object.text("service", "service_name", "service.name", "app") ?? ""
        guard let text = object.text("msg", "message", "body", "event") else { throw RecordFault("has no msg") }
        self.text = text
        severity = LogRecord.severityNames.lazy.compactMap { object[$0]?.string.flatMap(LogSeverity.normal) }.first
        for member in object.members where !LogRecord.own.contains(member.name) && labels.count < LogRecord.mostLabels {
            if let value = member.value.scalarText() { labels[member.name] = value }
        }
    }

    init(stamp: Stamp, service: String, text: String) {
        self.stamp = stamp
        self.service = service
        self.text = text
    }

    private static let severityNames = ["severity_text", "severity", "level", "lvl"]
    private static let own: Set<String> = [
        "timestamp", "time", "ts", "@timestamp", "service", "service_name", "service.name", "app", "msg", "message", "body",
        "event", "severity_text",
    ]

    var line: LogLines.Line { .init(time: stamp.time, text: text, severity: severity, labels: labels) }
}
