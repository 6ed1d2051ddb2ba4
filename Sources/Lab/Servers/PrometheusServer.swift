import Foundation

/// A real Prometheus with a back-filled history.
struct PrometheusServer {
    let child: Child
    let port: Int

    static func start(
        _ scenario: Scenario, day: ScenarioDay, directory: URL, alertmanagerPort: Int, watchdog: Watchdog
    ) async throws -> PrometheusServer {
        let data = directory.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        try await backfill(MetricHistory(scenario, day: day), into: data, work: directory, watchdog: watchdog)
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
                "--query.lookback-delta=\(scenario.history.stepSeconds * 3 / 2)s",
                "--web.listen-address=127.0.0.1:\(port)", "--log.level=warn",
            ],
            log: directory.appendingPathComponent("prometheus.log"), watchdog: watchdog)
        try await UpstreamClient.untilReady(port: port, path: "/-/ready", of: child)
        return PrometheusServer(child: child, port: port)
    }

    /// Blocks that promtool makes are aligned to their duration, so each slice of 54 hours becomes one block, and two slices
    /// are worked on at once.
    private static func backfill(_ history: MetricHistory, into data: URL, work: URL, watchdog: Watchdog) async throws {
        let width: Int64 = 54 * 3600
        let last = history.first + Int64(history.count - 1) * history.step
        var slices: [(from: Int, to: Int)] = []
        var block = history.first / width
        while block * width <= last {
            let from = max(0, (block * width - history.first + history.step - 1) / history.step)
            let to = min(Int64(history.count), ((block + 1) * width - history.first + history.step - 1) / history.step)
            if to > from { slices.append((Int(from), Int(to))) }
            block += 1
        }
        // The longest first, for the better use of two cores.
        slices.sort { $0.to - $0.from > $1.to - $1.from }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, slice) in slices.enumerated() {
                if index >= 2 { try await group.next() }
                group.addTask {
                    let file = work.appendingPathComponent("history-\(index).om")
                    try OpenMetricsWriter(history).write(from: slice.from, to: slice.to, file: file)
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
