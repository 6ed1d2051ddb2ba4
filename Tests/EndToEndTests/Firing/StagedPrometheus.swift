import Core
import Foundation

/// A real Prometheus over back-filled series, in a directory of its own.
final class StagedPrometheus {
    let directory: URL
    private let port: Int
    private let process = Process()

    /// - Parameter history: OpenMetrics text with times; empty for a server without data.
    init(history: String = "", options: String = "") throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("prometheus-\(UUID().uuidString)")
        let data = directory.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        try "global:\n  evaluation_interval: 1m\n\(options)".write(
            to: directory.appendingPathComponent("prometheus.yml"), atomically: true, encoding: .utf8)
        if !history.isEmpty {
            let file = directory.appendingPathComponent("history.om")
            try history.write(to: file, atomically: true, encoding: .utf8)
            let filled = try Programs.run(
                "/usr/bin/promtool",
                ["tsdb", "create-blocks-from", "openmetrics", "-q", "--max-block-duration=24h", file.path, data.path])
            guard filled.status == 0 else { throw Trouble("promtool: \(filled.errors)\(filled.output)") }
        }
        port = try LocalSocket.freePort()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/prometheus")
        process.arguments = [
            "--config.file=\(directory.path)/prometheus.yml", "--storage.tsdb.path=\(data.path)",
            "--storage.tsdb.retention.time=100y", "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<200 {
            if (try? get("/-/ready", [:]))?.contains("Ready") == true { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
        remove()
        throw Trouble("Prometheus did not come up")
    }

    /// The body of an answer, of an error too.
    func get(_ path: String, _ parameters: KeyValuePairs<String, String>) throws -> String {
        let fields = parameters.flatMap { ["--data-urlencode", "\($0.key)=\($0.value)"] }
        return try Programs.run(
            "/usr/bin/env", ["curl", "-s", "-G"] + fields + ["http://127.0.0.1:\(port)\(path)"]
        ).output
    }

    /// Several forms posted over one connection; the bodies in their order.
    func post(_ path: String, _ field: String, _ values: [String]) throws -> [String] {
        var lines: [String] = []
        for (index, value) in values.enumerated() {
            let file = directory.appendingPathComponent("form-\(index)")
            try value.write(to: file, atomically: true, encoding: .utf8)
            lines += [
                index == 0 ? "" : "next", "url = \"http://127.0.0.1:\(port)\(path)\"",
                "data-urlencode = \"\(field)@\(file.path)\"", "write-out = \"\\n\"", "silent",
            ]
        }
        let script = directory.appendingPathComponent("curl.conf")
        try lines.joined(separator: "\n").write(to: script, atomically: true, encoding: .utf8)
        let run = try Programs.run("/usr/bin/env", ["curl", "-s", "-K", script.path])
        return run.output.split(separator: "\n").map(String.init)
    }

    func remove() {
        if process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: directory)
    }
}
