import Foundation

/// A real Alertmanager with silences planted in its storage.
struct AlertmanagerServer {
    let child: Child

    static func start(
        _ scenario: Scenario, day: ScenarioDay, directory: URL, port: Int, watchdog: Watchdog
    ) async throws -> AlertmanagerServer {
        try await start(
            configuration: scenario.alerting.alertmanager.joined(separator: "\n") + "\n", silences: scenario.alerting.silences,
            day: day, directory: directory, port: port, watchdog: watchdog)
    }

    static func start(
        configuration: String, silences: [Scenario.Silence], day: ScenarioDay, directory: URL, port: Int, watchdog: Watchdog
    ) async throws -> AlertmanagerServer {
        let data = directory.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        try Data(try SilenceSnapshot.bytes(silences, day: day)).write(to: data.appendingPathComponent("silences"))
        let file = directory.appendingPathComponent("alertmanager.yml")
        try Data(configuration.utf8).write(to: file)
        let child = try Child(
            "prometheus-alertmanager",
            [
                "--config.file=\(file.path)", "--storage.path=\(data.path)", "--web.listen-address=127.0.0.1:\(port)",
                "--cluster.listen-address=", "--log.level=warn",
            ],
            log: directory.appendingPathComponent("alertmanager.log"), watchdog: watchdog)
        try await UpstreamClient.untilReady(port: port, path: "/-/ready", of: child)
        return AlertmanagerServer(child: child)
    }
}
