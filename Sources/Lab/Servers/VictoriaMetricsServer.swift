import Foundation

/// A real VictoriaMetrics with an imported history. No vmalert stands beside it, so it has the past alerts' series and no rules.
struct VictoriaMetricsServer {
    let child: Child
    let port: Int

    static func start(
        _ scenario: Scenario, day: ScenarioDay, directory: URL, watchdog: Watchdog
    ) async throws -> VictoriaMetricsServer {
        let data = directory.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let port = try LocalPort.free()
        let child = try Child(
            "victoria-metrics",
            [
                "-storageDataPath=\(data.path)", "-httpListenAddr=127.0.0.1:\(port)", "-retentionPeriod=100y",
                // Text cannot carry staleness marks: an alert's series ends by the lookback alone, as it does in Prometheus.
                "-search.maxStalenessInterval=\(scenario.history.stepSeconds * 3 / 2)s",
                // By default it plans with 60 % of the machine's memory.
                "-memory.allowedBytes=256MB", "-loggerLevel=WARN",
            ],
            log: directory.appendingPathComponent("victoria-metrics.log"), watchdog: watchdog)
        do {
            try await UpstreamClient.untilReady(port: port, path: "/health", of: child)
            try await importHistory(MetricHistory(scenario, day: day), port: port)
        } catch {
            await child.stop()
            throw error
        }
        return VictoriaMetricsServer(child: child, port: port)
    }

    /// Posts the history a day at a time, two days at once, and makes it visible to queries.
    private static func importHistory(_ history: MetricHistory, port: Int) async throws {
        let writer = OpenMetricsWriter(history, unit: .milliseconds)
        let width = max(1, Int(86_400 / history.step))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, from) in stride(from: 0, to: history.count, by: width).enumerated() {
                if index >= 2 { try await group.next() }
                group.addTask {
                    let text = writer.bytes(from: from, to: min(history.count, from + width))
                    let request = WebRequest(method: "POST", target: "/api/v1/import/prometheus", body: text)
                    try await send(request, port: port)
                }
            }
            try await group.waitForAll()
        }
        // Imported samples are buffered for about a second before a query can see them.
        try await send(WebRequest(target: "/internal/force_flush"), port: port)
    }

    private static func send(_ request: WebRequest, port: Int) async throws {
        let answer = try await UpstreamClient.send(request, port: port)
        guard (200..<300).contains(answer.status) else {
            let says = String(decoding: answer.body.prefix(500), as: UTF8.self)
            throw ScenarioError("victoria-metrics answered \(request.target) with \(answer.status): \(says)")
        }
    }
}
