import Foundation

/// A real Prometheus with a back-filled history.
struct PrometheusServer {
    let child: Child
    let port: Int

    static func start(
        _ scenario: Scenario, day: ScenarioDay, directory: URL, alertmanagerPort: Int, watchdog: Watchdog
    ) async throws -> PrometheusServer {
        let rules = scenario.alerting.rules.joined(separator: "\n") + "\n"
        try Data(rules.utf8).write(to: directory.appendingPathComponent("rules.yml"))
        let configuration = """
            global:
              scrape_interval: 1m
              evaluation_interval: 1m
              external_labels:
                cluster: prod-eu
            rule_files:
              - rules.yml
            alerting:
              alertmanagers:
                - static_configs:
                    - targets: ["127.0.0.1:\(alertmanagerPort)"]

            """
        return try await start(
            [MetricHistory(scenario, day: day)], configuration: configuration, lookback: scenario.history.stepSeconds * 3 / 2,
            directory: directory, watchdog: watchdog)
    }

    /// Starts one with these histories and this configuration, whose rule files are in `directory` already. `lookback` is in
    /// seconds.
    static func start(
        _ histories: [MetricHistory], configuration: String, lookback: Int64, directory: URL, watchdog: Watchdog
    ) async throws -> PrometheusServer {
        let data = directory.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        try await backfill(histories, into: data, work: directory, watchdog: watchdog)
        let file = directory.appendingPathComponent("prometheus.yml")
        try Data(configuration.utf8).write(to: file)
        let port = try LocalPort.free()
        let child = try Child(
            "prometheus",
            [
                "--config.file=\(file.path)", "--storage.tsdb.path=\(data.path)", "--storage.tsdb.retention.time=100y",
                // Equal block durations switch compaction off: the history is staged once and read for minutes.
                "--storage.tsdb.min-block-duration=2h", "--storage.tsdb.max-block-duration=2h",
                // Text cannot carry Prometheus' staleness marks: an alert's series ends by the lookback alone.
                "--query.lookback-delta=\(lookback)s",
                "--web.listen-address=127.0.0.1:\(port)", "--log.level=warn",
            ],
            log: directory.appendingPathComponent("prometheus.log"), watchdog: watchdog)
        try await UpstreamClient.untilReady(port: port, path: "/-/ready", of: child)
        return PrometheusServer(child: child, port: port)
    }

    /// Blocks that promtool makes are aligned to their duration, so each slice of 54 hours becomes one block, and two slices
    /// are worked on at once.
    private static func backfill(_ histories: [MetricHistory], into data: URL, work: URL, watchdog: Watchdog) async throws {
        let width: Int64 = 54 * 3600
        let first = histories.map(\.first).min() ?? 0
        let last = histories.map { $0.first + Int64($0.count - 1) * $0.step }.max() ?? 0
        var slices: [[(history: MetricHistory, range: Range<Int>)]] = []
        for block in (first / width)...max(first / width, last / width) {
            let slice = histories.compactMap { history -> (history: MetricHistory, range: Range<Int>)? in
                let bounds = [block * width, (block + 1) * width].map { time in
                    Int(min(Int64(history.count), max(0, (time - history.first + history.step - 1) / history.step)))
                }
                return bounds[0] < bounds[1] ? (history, bounds[0]..<bounds[1]) : nil
            }
            if !slice.isEmpty { slices.append(slice) }
        }
        // The longest first, for the better use of two cores.
        slices.sort { $0.reduce(0) { $0 + $1.range.count } > $1.reduce(0) { $0 + $1.range.count } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, slice) in slices.enumerated() {
                if index >= 2 { try await group.next() }
                group.addTask {
                    let file = work.appendingPathComponent("history-\(index).om")
                    try OpenMetricsWriter.write(slice, file: file)
                    try await Child.run(
                        "promtool",
                        ["tsdb", "create-blocks-from", "openmetrics", "-q", "--max-block-duration=54h", file.path, data.path],
                        environment: ["GOGC": "400"], log: work.appendingPathComponent("promtool-\(index).log"),
                        watchdog: watchdog)
                    try? FileManager.default.removeItem(at: file)
                }
            }
            try await group.waitForAll()
        }
    }
}
