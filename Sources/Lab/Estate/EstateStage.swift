import Core
import Foundation
import Synchronization

/// A staged estate: a real Prometheus with its history, a real Alertmanager with its silences, and a PagerDuty that is played.
final class EstateStage: Sendable {
    let estate: Estate
    let directory: URL
    let console: Console
    private let state = Mutex(State())

    private struct State {
        var watchdog: Watchdog?
        var children: [Child] = []
    }

    init(_ estate: Estate, directory: URL, console: Console) {
        self.estate = estate
        self.directory = directory
        self.console = console
    }

    var watchdog: Watchdog? { state.withLock { $0.watchdog } }

    func up() async throws {
        let began = Date()
        // Hummingbird's own lines would stand between the Lab's.
        setenv("LOG_LEVEL", "critical", 1)
        signal(SIGPIPE, SIG_IGN)
        try prepare()
        let watchdog = try Watchdog()
        state.withLock { $0.watchdog = watchdog }
        let fronts = try ["metrics", "alerts", "pages", "sink"].map {
            try Front(name: $0, directory: directory, latency: nil, fault: nil)
        }
        var ports: [Int] = []
        for front in fronts { ports.append(try await front.listen()) }
        fronts[3].connect(.standIn(EstateSink()))
        let token = "lab-pagerduty-" + String(Noise.hash("estate \(estate.seed)"), radix: 16)
        let pages = PagerDutyModel(paging: estate.paging, day: estate.day, address: "http://127.0.0.1:\(ports[2])")
        fronts[2].connect(.standIn(PagerDutyStandIn(model: pages, token: token)))

        let alerting = try await startAlertmanager(sink: ports[3], watchdog)
        fronts[1].connect(.server(port: alerting))
        let storing = try await startPrometheus(alertmanager: alerting, sink: ports[3], watchdog)
        fronts[0].connect(.server(port: storing))
        try await untilEvaluated(port: storing)
        try write(ports: ports, token: token)
        let seconds = (Date().timeIntervalSince(began) * 10).rounded() / 10
        let truth = estate.truth
        console.line(
            "seed \(estate.seed): \(estate.rules.count) rules, \(estate.recordings.count) recorded, \(estate.silences.count) silences, "
                + "\(estate.services.count) services, \(estate.series.count) series, \(estate.paging.incidents.count) pages; "
                + "\(truth.faults.count) faults, \(truth.fine.count) look-alikes")
        console.line("staged in \(seconds) s")
        console.line("audit it:  inquest audit --config \(path("inquest.yaml")) --since 30d --format json > report.json")
        console.line("score it:  lab estate-score \(path("truth.json")) report.json")
    }

    private func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    private func prepare() throws {
        let files = FileManager.default
        try files.createDirectory(at: directory, withIntermediateDirectories: true)
        for name in ["prometheus", "alertmanager", "tokens", "truth.json", "inquest.yaml"] {
            try? files.removeItem(at: directory.appendingPathComponent(name))
        }
        for name in ["prometheus/rules", "alertmanager", "tokens"] {
            try files.createDirectory(at: directory.appendingPathComponent(name), withIntermediateDirectories: true)
        }
    }

    private func startAlertmanager(sink: Int, _ watchdog: Watchdog) async throws -> Int {
        let port = try LocalPort.free()
        let text = estate.routing.yaml.replacing(EstateRouting.sink, with: "127.0.0.1:\(sink)")
        let server = try await AlertmanagerServer.start(
            configuration: text, silences: estate.silences, day: estate.day,
            directory: directory.appendingPathComponent("alertmanager"), port: port, watchdog: watchdog)
        add(server.child, port: port)
        return port
    }

    private func startPrometheus(alertmanager: Int, sink: Int, _ watchdog: Watchdog) async throws -> Int {
        let own = directory.appendingPathComponent("prometheus")
        for file in estate.ruleFiles { try Data(file.text.utf8).write(to: own.appendingPathComponent("rules/" + file.name)) }
        let refused = try LocalPort.refused()
        let text = estate.prometheusConfiguration.replacing(Estate.open, with: "127.0.0.1:\(sink)")
            .replacing(Estate.closed, with: "127.0.0.1:\(refused)")
            .replacing(Estate.alertmanager, with: "127.0.0.1:\(alertmanager)")
        let histories = estate.histories
        let server = try await PrometheusServer.start(
            [histories.coarse, histories.fast], configuration: text, lookback: EstateGrid.step * 3 / 2, directory: own,
            watchdog: watchdog)
        add(server.child, port: server.port)
        return server.port
    }

    private func add(_ child: Child, port: Int) {
        state.withLock { $0.children.append(child) }
        console.line("started \(child.name) on 127.0.0.1:\(port), pid \(child.pid)")
    }

    /// Waits until Prometheus has found out what is planted in its present: rules that fail, and targets that are down.
    private func untilEvaluated(port: Int) async throws {
        let failing = Set(estate.truth.faults.filter { $0.check == "rule-fails" }.map(\.subject))
        let down = estate.targets.count { !$0.isUp }
        var seen = ""
        for _ in 0..<150 {
            let rules = try JSONValue(
                parsing: try await UpstreamClient.send(WebRequest(target: "/api/v1/rules"), port: port).body)
            var failed: Set<String> = []
            for group in rules["data"]?["groups"]?.array ?? [] {
                for rule in group["rules"]?.array ?? [] where rule["health"]?.string == "err" {
                    failed.insert("rule/\(group["name"]?.string ?? "")/\(rule["name"]?.string ?? "")")
                }
            }
            let targets = try JSONValue(
                parsing: try await UpstreamClient.send(WebRequest(target: "/api/v1/targets?state=active"), port: port).body)
            let found = (targets["data"]?["activeTargets"]?.array ?? []).count { $0["health"]?.string == "down" }
            if failing.isSubset(of: failed), found == down { return }
            seen = "\(failed.count) of \(failing.count) rules fail, \(found) of \(down) targets are down"
            try await Task.sleep(for: .milliseconds(200))
        }
        throw ScenarioError("Prometheus does not show what is planted after 30 s: \(seen)")
    }

    private func write(ports: [Int], token: String) throws {
        let file = directory.appendingPathComponent("tokens/pagerduty")
        try Data((token + "\n").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let configuration = estate.inquestConfiguration(metrics: ports[0], alerts: ports[1], pages: ports[2])
        try Data(configuration.utf8).write(to: directory.appendingPathComponent("inquest.yaml"))
        try Data(estate.truth.json(seed: estate.seed).pretty.utf8).write(to: directory.appendingPathComponent("truth.json"))
    }

    /// Stops what was started and says so.
    func down() async {
        let (children, watchdog) = state.withLock { ($0.children, $0.watchdog) }
        for child in children.reversed() {
            await child.stop()
            console.line("stopped \(child.name), pid \(child.pid)")
        }
        watchdog?.finish()
    }
}

/// What is scraped, and what notifications are sent to: it has nothing to tell and takes everything.
struct EstateSink: StandIn {
    func answer(_ request: WebRequest) -> WebAnswer {
        if request.path.hasSuffix("/metrics") {
            return .text("# TYPE lab_sink_up gauge\nlab_sink_up 1\n", type: "text/plain; version=0.0.4; charset=utf-8")
        }
        return .json(
            ["status": "success", "message": "taken", "ok": true], status: request.path.contains("pagerduty") ? 202 : 200)
    }
}
