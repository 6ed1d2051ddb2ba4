import Core

/// One log line, before a store makes it its own.
struct LogRecord: Sendable {
    /// Nanoseconds since the epoch.
    var time: Int64
    var app: String
    var pod: String
    var level: String
    var line: String
    /// Where the application sends it beside the line.
    var trace: String?

    /// All lines of a scenario: those of its orders and its single ones, by time.
    static func all(_ scenario: Scenario, _ orders: [Order], day: ScenarioDay) -> [LogRecord] {
        var records = orders.flatMap(\.records)
        for line in scenario.logs.lines {
            let first = scenario.services.first { $0.name == line.service }?.pods.first
            records.append(
                LogRecord(
                    time: day.instant(line.at).nanoseconds, app: line.service, pod: line.pod ?? first ?? line.service,
                    level: line.level, line: line.line))
        }
        return records.sorted { ($0.time, $0.app, $0.line) < ($1.time, $1.app, $1.line) }
    }
}

extension Order {
    /// What the services logged about it.
    var records: [LogRecord] {
        let access = LogRecord(
            time: end, app: "frontend", pod: frontendPod, level: kind == .failed ? "error" : "info", line: accessLine)
        guard kind != .view else { return [access] }
        let failed = kind == .failed
        let level = failed ? "error" : "info"
        let order = "ord-\(number)"
        let reserved = inventoryEnd - Self.millisecond / 5
        let received = checkoutStart + Self.millisecond * 4 / 5
        let charged = gatewayEnd + 3 * Self.millisecond
        let answered = checkoutEnd - 12 * Self.millisecond / 10
        let sku = 1000 + Noise.hash(order) % 9000
        let took = (acquirer + gateway) / Self.millisecond
        let charge =
            failed
            ? "caller=acquirer/client.go:142 msg=\"charge failed\" order_id=\(order) acquirer=acquirer.example attempt=1 "
                + "timeout=5s duration_ms=\(took) err=\"Post \\\"https://acquirer.example/v1/charges\\\": "
                + "context deadline exceeded\""
            : "caller=acquirer/client.go:118 msg=\"charge accepted\" order_id=\(order) acquirer=acquirer.example "
                + "duration_ms=\(took)"
        let duration = (checkoutEnd - checkoutStart + Self.millisecond / 2) / Self.millisecond
        let outcome =
            failed
            ? "\"payment failed\", \"order_id\": \"\(order)\", \"customer_id\": \"\(customerID)\", "
                + "\"upstream\": \"payment-gateway\", \"grpc_code\": \"DeadlineExceeded\", "
                + "\"error\": \"rpc error: code = DeadlineExceeded desc = context deadline exceeded\", \"status\": 504"
            : "\"order completed\", \"order_id\": \"\(order)\", \"status\": 200"
        return [
            access,
            LogRecord(
                time: received, app: "checkout", pod: checkoutPod, level: "info",
                line: "{\"ts\": \"\(Self.stamp(received))\", \"level\": \"info\", \"msg\": \"order received\", "
                    + "\"order_id\": \"\(order)\", \"trace_id\": \"\(trace)\"}"),
            LogRecord(
                time: reserved, app: "inventory", pod: inventoryPod, level: "info",
                line: "ts=\(Self.stamp(reserved)) level=info caller=stock/reserve.go:64 msg=\"stock reserved\" "
                    + "order_id=\(order) sku=SKU-\(sku) duration_ms=\(reserve / Self.millisecond)"),
            LogRecord(
                time: charged, app: "payment-gateway", pod: gatewayPod, level: level,
                line: "ts=\(Self.stamp(charged)) level=\(level) \(charge)", trace: trace),
            LogRecord(
                time: answered, app: "checkout", pod: checkoutPod, level: level,
                line: "{\"ts\": \"\(Self.stamp(answered))\", \"level\": \"\(level)\", \"msg\": \(outcome), "
                    + "\"duration_ms\": \(duration), \"trace_id\": \"\(trace)\"}"),
        ]
    }

    private static func stamp(_ time: Int64) -> String { Instant(nanoseconds: time).rfc3339(.milliseconds) }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The frontend's access log, in the common format with the seconds that the answer took.
    private var accessLine: String {
        let parts = Instant(nanoseconds: end).components
        let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        let month = Self.months.indices.contains(parts.month - 1) ? Self.months[parts.month - 1] : "Jan"
        let time =
            "\(two(parts.day))/\(month)/\(parts.year):\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
        let milliseconds = (end - start) / Self.millisecond
        let seconds = "\(milliseconds / 1000)." + String(String(1000 + milliseconds % 1000).dropFirst())
        let host = "10.42.0.\(60 + Noise.hash(trace) % 120)"
        let asked = kind == .view ? "GET /products/SKU-\(1000 + Noise.hash(trace) % 9000)" : "POST /checkout"
        let answered = kind == .view ? "200 \(3200 + Noise.hash(trace) % 2400)" : kind == .failed ? "504 162" : "200 1187"
        return "\(host) - - [\(time)] \"\(asked) HTTP/1.1\" \(answered) \(seconds)"
    }
}

extension StoredLogs {
    /// Records as Loki keeps them: by pod and level, with the trace as structured metadata.
    init(_ records: [LogRecord], labels: [String: String]) {
        var streams: [LogStream] = []
        var known: [String: Int] = [:]
        var entries: [LogEntry] = []
        for record in records {
            let key = "\(record.pod) \(record.level)"
            let stream = known[key] ?? streams.count
            if stream == streams.count {
                known[key] = stream
                let own = ["app": record.app, "service_name": record.app, "pod": record.pod, "level": record.level]
                streams.append(LogStream(labels: labels.merging(own) { $1 }))
            }
            var metadata = [(name: "detected_level", value: record.level)]
            if let trace = record.trace { metadata.append((name: "trace_id", value: trace)) }
            entries.append(LogEntry(time: record.time, stream: stream, line: record.line, metadata: metadata))
        }
        self.init(streams: streams, stored: entries)
    }
}
