import Core
import Foundation

/// An Alertmanager that runs for itself alone.
final class RealAlertmanager {
    private let process = Process()
    private let port: Int

    init(_ yaml: String, in directory: URL, name: String) throws {
        port = try LocalSocket.freePort()
        let file = directory.appendingPathComponent("alertmanager-\(name).yml")
        try Data(yaml.utf8).write(to: file)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/prometheus-alertmanager")
        process.arguments = [
            "--config.file=" + file.path, "--storage.path=" + directory.appendingPathComponent("data-\(name)").path,
            "--web.listen-address=127.0.0.1:\(port)", "--cluster.listen-address=", "--log.level=error",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    func waitUntilReady() throws {
        for _ in 0..<200 {
            if (try? LocalSocket.request(port: port, "GET", "/-/ready", body: "")) != nil { return }
            guard process.isRunning else {
                throw LocalSocket.Failure(description: "the Alertmanager refused its configuration")
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw LocalSocket.Failure(description: "the Alertmanager did not start")
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Tells of an alert, or of its end.
    func post(_ firing: NotifyScenario.Firing, _ start: Instant, isEnd: Bool) throws {
        func time(_ seconds: Double) -> JSONValue { .string(start.adding(seconds: seconds).rfc3339Exact) }
        var alert: JSONObject = [
            "labels": .object(JSONObject(firing.labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            "startsAt": time(firing.at - firing.age),
        ]
        if let until = firing.until, isEnd || !firing.endsByMessage { alert["endsAt"] = time(until) }
        _ = try LocalSocket.request(port: port, "POST", "/api/v2/alerts", body: JSONValue.array([.object(alert)]).compact)
    }

    func silence(_ quiet: NotifyScenario.Quiet, _ start: Instant) throws {
        let silence: JSONValue = [
            "matchers": .array(
                quiet.matchers.map {
                    [
                        "name": .string($0.name), "value": .string($0.value), "isRegex": .bool($0.isRegex),
                        "isEqual": .bool($0.isEqual),
                    ]
                }),
            "startsAt": .string(start.adding(seconds: quiet.from).rfc3339Exact),
            "endsAt": .string(start.adding(seconds: quiet.to).rfc3339Exact), "createdBy": "test", "comment": "test",
        ]
        _ = try LocalSocket.request(port: port, "POST", "/api/v2/silences", body: silence.compact)
    }
}
