import AlertAudit
import Analysis
import Core
import Document
import Foundation
import Testing

/// Traces, a cluster's events and checks in the documents.
@Suite struct SystemsTests {
    private let documents = Documents(SystemsTests.example.assessed())

    private static let example: Example = {
        var example = Example(isEmpty: true)
        var lines: [LogLines.Line] = []
        for number in 0..<12 {
            let start = Instant.at("14:23:52").adding(seconds: Double(number) * 60)
            let id = "2347e0035d0339a06e22c99dfdbc" + String(5000 + number)
            lines.append(
                .init(
                    time: start.adding(seconds: 5.284), text: "level=error msg=\"charge failed\" timeout=5s duration_ms=5003",
                    severity: "error", labels: ["trace_id": id]))
            if number < 4 { example.add(.trace(trace(id, start)), source: "traces", tool: "tempo_trace", at: "14:24") }
        }
        example.add(.logs(LogLines(lines: lines)), source: "logs", tool: "loki_query", service: "payment-gateway", at: "14:24")
        example.add(
            .change(
                Change(
                    kind: .deploy, id: "payment-gateway-8", title: "r8", service: "payment-gateway",
                    files: [.init(path: "deployment", added: 1, removed: 1, patch: "-TIMEOUT=30s\n+TIMEOUT=5s")])),
            source: "cluster", tool: "kubernetes_rollouts", service: "payment-gateway", at: "14:21")
        for (pod, time) in [("checkout-6d8f7c9b5-x2kqp", "14:26:05"), ("checkout-6d8f7c9b5-9wz4t", "14:26:22")] {
            example.add(
                .clusterEvent(
                    ClusterEvent(
                        object: ClusterObject(kind: "Pod", namespace: "shop", name: pod), type: "Warning", reason: "Unhealthy",
                        message: "Readiness probe failed: statuscode: 503", count: 20, firstSeen: .at(time),
                        lastSeen: .at("14:46"))), source: "cluster", tool: "kubernetes_events", at: "14:46")
        }
        for (state, time) in [(CheckFlip.State.down, "14:24"), (.up, "14:47")] {
            example.add(
                .checkFlip(CheckFlip(check: "c1", name: "Synthetic order", state: state)), source: "checks",
                tool: "healthchecks_flips", at: time)
        }
        example.add(
            .annotation(Annotation(id: "a1", text: "deploy freeze lifted")), source: "dashboards", tool: "grafana_annotations",
            at: "14:10")
        return example
    }()

    private static func trace(_ id: String, _ start: Instant) -> Trace {
        func span(_ id: String, _ parent: String?, _ service: String, _ name: String, _ kind: Span.Kind, _ delay: Double)
            -> Span
        {
            Span(
                id: id, parent: parent, service: service, name: name, kind: kind, start: start.adding(seconds: delay),
                duration: 5_000_000_000, status: .error, statusMessage: "context deadline exceeded",
                attributes: ["server.address": "acquirer.example", "acquirer.timeout_ms": "5000"])
        }
        return Trace(
            id: id,
            spans: [
                span("a1", nil, "checkout", "POST <script>alert(1)</script>", .server, 0),
                span("a2", "a1", "payment-gateway", "Charge", .server, 0.001),
                span("a3", "a2", "payment-gateway", "POST", .client, 0.002),
            ])
    }

    @Test("no sentence about traces, clusters or checks is withheld")
    func nothingWithheld() {
        #expect(!documents.postmortem.contains("Sentences withheld"), "\(documents.postmortem)")
    }

    @Test("the first failing trace is drawn, as bars in HTML and as text in Markdown, and its names are inert")
    func waterfall() {
        #expect(documents.html.contains("waterfall-w-t"))
        #expect(documents.html.contains("POST &lt;script&gt;"))
        #expect(!documents.html.contains("<script>alert"))
        #expect(documents.postmortem.contains("FIRST       payment-gateway POST"), "\(documents.postmortem)")
    }

    @Test("probe failures are one row of the timeline, and so are the flips of a check")
    func timeline() throws {
        let timeline = try #require(
            documents.postmortem.components(separatedBy: "## Timeline").last?.components(separatedBy: "\n## ").first)
        #expect(timeline.components(separatedBy: "readiness probe failures").count == 2, "\(timeline)")
        #expect(timeline.contains("40 times on 2 pods"))
        #expect(timeline.components(separatedBy: "Synthetic order").count == 2)
        #expect(timeline.contains("deploy freeze lifted"))
    }

    @Test("evidence of every new kind has an entry that says what it is")
    func entries() {
        for title in ["Trace 2347e", "Cluster event Unhealthy of Pod shop/checkout", "Check “Synthetic order” became down"] {
            #expect(documents.postmortem.contains(title), "\(title)")
        }
        if let path = ProcessInfo.processInfo.environment["INQUEST_SYSTEMS_HTML"] {
            try? documents.html.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
