import Core
import Foundation

/// The files of a small made-up incident: a lower time-out of ledger-api goes live at 10:22 and fails from 10:24 on; shop, which calls it, follows.
enum IncidentFiles {
    static let culprit = String(repeating: "a", count: 40)

    private static func time(_ minute: Int, _ second: Int = 0) -> String {
        Instant(rfc3339: "2026-03-04T09:00:00Z")?.adding(seconds: Double(minute * 60 + second)).rfc3339() ?? ""
    }

    static func write(to directory: URL, logLines: [String] = []) throws {
        try FileManager.default.createDirectory(
            at: directory.appendingPathComponent("context"), withIntermediateDirectories: true)
        for (name, text) in files {
            let more = name == "logs.ndjson" ? logLines.map { "\n" + $0 }.joined() : ""
            try Data((text + more).utf8).write(to: directory.appendingPathComponent(name))
        }
    }

    private static var files: [String: String] {
        [
            "alert.json": """
            {"service": "shop", "metric": "error_ratio", "threshold": 0.05, "observed": 0.4, "fired_at": "\(time(90))",
             "severity": "critical", "monitor": "shop-errors", "summary": "shop answers with errors"}
            """,
            "metrics.csv": metrics, "logs.ndjson": logs, "traces.json": traces,
            "patterns.json": """
            [{"signature": "read from ledger-db failed: i/o timeout after <N>s", "service": "ledger-api", "count": 940,
              "delta_vs_baseline": "+940", "sentiment": "negative"},
             {"signature": "receipt not sent: order has no entry", "service": "mailer", "count": 310,
              "delta_vs_baseline": "+308", "sentiment": "negative"}]
            """,
            "context/commits.json": """
            [{"sha": "\(culprit)", "author": "kim", "timestamp": "\(time(60))", "message": "Tighten read limits",
              "files_changed": ["services/ledger-api/config.yaml"], "diff": "-  readTimeout: 30s\\n+  readTimeout: 2s"},
             {"sha": "\(String(repeating: "b", count: 40))", "author": "lee", "timestamp": "\(time(75))",
              "message": "New colours", "files_changed": ["services/shop/theme.css"], "diff": "-  color: red;\\n+  color: blue;"}]
            """,
            "context/deploys.json": """
            [{"timestamp": "\(time(82))", "service": "ledger-api", "commit_sha": "\(culprit)", "version": "41"},
             {"timestamp": "\(time(83))", "service": "shop", "commit_sha": "\(String(repeating: "b", count: 40))"}]
            """,
            "context/flags.json": """
            [{"timestamp": "\(time(70))", "flag": "wide_basket", "service": "shop", "change": "on for 5 %", "actor": "lee"}]
            """,
            "context/topology.json": """
            [{"from": "shop", "to": "ledger-api"}, {"from": "shop", "to": "mailer"}]
            """,
        ]
    }

    private static var metrics: String {
        let rows = (-30..<105).flatMap { minute in
            let noise = Double((minute + 30) % 3) / 1000
            return [
                "\(time(minute)),ledger-api,error_ratio,\(noise + (minute < 84 ? 0.004 : 0.42))",
                "\(time(minute)),shop,error_ratio,\(noise + (minute < 85 ? 0.005 : 0.38))",
            ]
        }
        return (["timestamp,service,metric,value", "yesterday,shop,error_ratio,1"] + rows).joined(separator: "\n")
    }

    private static var logs: String {
        func line(_ time: String, _ service: String, _ severity: String, _ text: String) -> String {
            "{\"timestamp\": \"\(time)\", \"service\": \"\(service)\", \"severity_text\": \"\(severity)\", \"msg\": \"\(text)\"}"
        }
        var lines = (0..<20).map {
            line(time(-30 + $0 * 5), "ledger-api", "INFO", "posted entry \(1000 + $0) in \(20 + $0) ms")
        }
        lines += (0..<10).map { line(time(-30 + $0 * 10), "shop", "INFO", "order \(300 + $0) taken") }
        lines.insert("{\"timestamp\": \"\(time(9))\", \"service\": \"ledger-api\"", at: 3)
        lines += (0..<30).map {
            let text = "read from ledger-db failed: i/o timeout after 2s (readTimeout=2s) entry=\(5000 + $0)"
            return line(time(84 + $0 / 2, $0 % 2 * 20 + 7), "ledger-api", "ERROR", text)
        }
        lines += (0..<20).map {
            line(time(85 + $0 / 2, $0 % 2 * 30 + 9), "shop", "ERROR", "order \(700 + $0) failed: ledger-api answered 503")
        }
        return lines.joined(separator: "\n")
    }

    private static var traces: String {
        let spans = [30, 50, 86, 88, 92].flatMap { minute in
            let common = "\"trace_id\": \"\(String(repeating: "\(minute)", count: 16))\", \"start\": \"\(time(minute, 10))\""
            let (status, took) = minute > 84 ? ("ERROR", 2000) : ("OK", 30)
            return [
                "{\(common), \"span_id\": \"a1\", \"service\": \"shop\", \"name\": \"POST /order\", \"duration_ms\": \(took + 20), \"status\": \"\(status)\"}",
                "{\(common), \"span_id\": \"b1\", \"parent_id\": \"a1\", \"service\": \"ledger-api\", \"name\": \"Post\", \"duration_ms\": \(took), \"status\": \"\(status)\"}",
            ]
        }
        return "[" + spans.joined(separator: ",\n") + "]"
    }
}
