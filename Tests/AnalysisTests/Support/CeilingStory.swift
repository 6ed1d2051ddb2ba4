import Analysis
import Core

/// A second incident, made up: a release lowers the time-out of payment-gateway's calls to an acquirer that was always slow. Its p99
/// falls while its errors rise. A frontend deploy lies nearer in time; a crash loop elsewhere has lasted an hour; readiness probes of
/// checkout fail as a consequence.
extension Story {
    static let release = "payment-gateway-8"

    struct Parts: OptionSet {
        let rawValue: Int
        static let traces = Parts(rawValue: 1)
        static let cluster = Parts(rawValue: 2)
        static let metrics = Parts(rawValue: 4)
        static let logs = Parts(rawValue: 8)
        static let all: Parts = [.traces, .cluster, .metrics, .logs]
    }

    static func ceiling(_ parts: Parts = .all) -> Story {
        var story = Story()
        story.incident = Incident(title: "Orders fail", services: ["checkout"], origin: "service checkout")
        if parts.contains(.metrics) {
            story.latency(of: "payment-gateway", normal: 14, to: 5, from: "14:23", until: "14:47")
            story.errors(of: "payment-gateway", to: 0.33, from: "14:23:30", until: "14:47")
            story.errors(of: "checkout", to: 0.33, from: "14:23:30", until: "14:47")
            story.errors(of: "frontend", to: 0.3, from: "14:23:30", until: "14:47")
        }
        if parts.contains(.logs) { story.failedLines() }
        if parts.contains(.traces) { story.orders() }
        if parts.contains(.cluster) { story.releases() }
        return story
    }

    private mutating func failedLines() {
        let lines = (0..<20).map { number in
            LogLines.Line(
                time: .at("14:23:57").adding(seconds: Double(number) * 60 + 0.284),
                text: "level=error caller=acquirer/client.go:142 msg=\"charge failed\" acquirer=acquirer.example timeout=5s"
                    + " duration_ms=500\(number % 6) err=\"Post: context deadline exceeded\"", severity: "error",
                labels: ["trace_id": Story.traceID(number)])
        }
        add(.logs(LogLines(lines: lines)), service: "payment-gateway", window: Story.scope.window, source: "logs")
    }

    static func traceID(_ number: Int) -> String { "0123456789abcdef0123456789abc" + String(100 + number) }

    private mutating func orders() {
        for number in 0..<5 {
            add(
                .trace(
                    Story.order(
                        number, at: Instant.at("14:23:52").adding(seconds: Double(number) * 60), acquirer: 5, fails: true)))
        }
        for (number, seconds) in [2.0, 3, 3.1, 14].enumerated() {
            add(
                .trace(
                    Story.order(
                        50 + number, at: Instant.at("14:05").adding(seconds: Double(number) * 60), acquirer: seconds,
                        fails: false)))
        }
    }

    /// frontend, checkout, payment-gateway and its call to the acquirer, which sends no spans.
    static func order(_ number: Int, at start: Instant, acquirer: Double, fails: Bool) -> Trace {
        func span(
            _ id: String, _ parent: String?, _ service: String, _ name: String, _ kind: Span.Kind, _ delay: Double,
            _ seconds: Double, _ attributes: [String: String] = [:]
        ) -> Span {
            Span(
                id: id, parent: parent, service: service, name: name, kind: kind, start: start.adding(seconds: delay),
                duration: Int64(seconds * 1e9), status: fails ? .error : .unset,
                statusMessage: fails && service == "payment-gateway" ? "context deadline exceeded" : nil, attributes: attributes
            )
        }
        let reserve = Span(
            id: "b1", parent: "a3", service: "checkout", name: "Reserve", kind: .client, start: start.adding(seconds: 0.01),
            duration: 15_000_000, attributes: ["server.address": "inventory"])
        return Trace(
            id: traceID(number),
            spans: [
                span("a1", nil, "frontend", "POST /checkout", .server, 0, acquirer + 0.05),
                span("a2", "a1", "frontend", "POST", .client, 0.001, acquirer + 0.04, ["server.address": "checkout"]),
                span("a3", "a2", "checkout", "POST /api/checkout", .server, 0.002, acquirer + 0.035), reserve,
                span("a4", "a3", "checkout", "Charge", .client, 0.03, acquirer + 0.005, ["server.address": "payment-gateway"]),
                span("a5", "a4", "payment-gateway", "Charge", .server, 0.031, acquirer + 0.003),
                span(
                    "a6", "a5", "payment-gateway", "POST", .client, 0.032, acquirer,
                    ["server.address": "acquirer.example", "acquirer.timeout_ms": "5000"]),
            ])
    }

    private mutating func releases() {
        func rollout(_ id: String, _ service: String, _ title: String, _ kind: Change.Kind, at time: String, patch: String?) {
            add(
                .change(
                    Change(
                        kind: kind, id: id, title: title, service: service,
                        files: patch.map { [.init(path: "deployment/\(service)", added: 1, removed: 1, patch: $0)] } ?? [])),
                service: service, at: time, source: "cluster")
        }
        rollout(
            Story.release, "payment-gateway", "r8: shorter acquirer time-out", .deploy, at: "14:21",
            patch: "-ACQUIRER_TIMEOUT=30s\n+ACQUIRER_TIMEOUT=5s")
        rollout("frontend-31", "frontend", "frontend 5.31.0", .deploy, at: "14:22:30", patch: nil)
        rollout(
            "payment-gateway-9", "payment-gateway", "r9: rollback", .rollback, at: "14:45:30",
            patch: "-ACQUIRER_TIMEOUT=5s\n+ACQUIRER_TIMEOUT=30s")
        trouble("loyalty-export-27814980-m4xq8", "BackOff", "Back-off restarting failed container", 41, "13:02:11", "14:58")
        trouble("frontend-6f9b8d5c4-zz8ql", "BackOff", "Back-off pulling image \"frontend:5.31.0\"", 2, "14:22:45", "14:22:58")
        trouble("checkout-6d8f7c9b5-x2kqp", "Unhealthy", "Readiness probe failed: statuscode: 503", 23, "14:26:05", "14:46:40")
        trouble("checkout-6d8f7c9b5-9wz4t", "Unhealthy", "Readiness probe failed: statuscode: 503", 17, "14:26:22", "14:46:45")
        trouble("inventory-58b7d6c4f9-q8vcn", "Unhealthy", "Readiness probe failed: timeout", 1, "14:01:40", "14:01:40")
    }

    mutating func trouble(_ pod: String, _ reason: String, _ message: String, _ count: Int, _ from: String, _ to: String) {
        add(
            .clusterEvent(
                ClusterEvent(
                    object: ClusterObject(kind: "Pod", namespace: "shop", name: pod), type: "Warning", reason: reason,
                    message: message, count: count, firstSeen: .at(from), lastSeen: .at(to))), at: to, source: "cluster")
    }
}
