import Core
import Foundation
import Synchronization

/// A staged scenario: what runs, and how it is stopped.
final class Stage: Sendable {
    let plan: StagePlan
    let console: Console
    private let state = Mutex(State())

    private struct State {
        var watchdog: Watchdog?
        var children: [Child] = []
        var fronts: [Front] = []
    }

    init(_ plan: StagePlan, console: Console) {
        self.plan = plan
        self.console = console
    }

    var watchdog: Watchdog? { state.withLock { $0.watchdog } }

    func up() async throws {
        let began = Date()
        // Hummingbird's own lines would stand between the Lab's.
        setenv("LOG_LEVEL", "critical", 1)
        signal(SIGPIPE, SIG_IGN)
        let files = FileManager.default
        try files.createDirectory(at: plan.directory, withIntermediateDirectories: true)
        for name in ["prometheus", "victoriametrics", "alertmanager", "repos", "tokens", "lab.json", "inquest.yaml"] {
            try? files.removeItem(at: plan.directory.appendingPathComponent(name))
        }
        for name in [plan.metrics.rawValue, "alertmanager", "repos", "tokens"] {
            try files.createDirectory(at: plan.directory.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let watchdog = try Watchdog()
        state.withLock { $0.watchdog = watchdog }
        console.line("staging '\(plan.scenario.name)' on \(plan.day.text) in \(plan.directory.path)")

        var fronts: [String: (front: Front, port: Int)] = [:]
        for source in plan.sources {
            let front = try Front(
                name: source.name, directory: plan.directory, latency: plan.latency, fault: plan.faults[source.name])
            fronts[source.name] = (front, try await front.listen())
        }
        state.withLock { $0.fronts = fronts.values.map(\.front) }
        async let recorded = systems()
        async let logs = ScenarioLogs(plan.scenario, day: plan.day)
        let repositories = try await startServers(fronts, watchdog)
        let pages = PagerDutyModel(
            paging: plan.scenario.paging, day: plan.day, address: "http://127.0.0.1:\(fronts["pages"]?.port ?? 0)")
        connectStandIns(fronts, repositories, pages, await logs)
        if let recorded = try await recorded { connect(recorded, fronts) }
        for source in plan.sources {
            let fault = plan.faults[source.name].map { ", spoiled: \($0.rawValue)" } ?? ""
            console.line("\(source.name): \(source.kind) at http://127.0.0.1:\(fronts[source.name]?.port ?? 0)\(fault)")
        }
        for repository in plan.scenario.repositories { console.line("\(repository.source): git in repos/\(repository.name)") }
        let ports = fronts.mapValues(\.port)
        try StageFiles(plan: plan, ports: ports).write()
        let truth = plan.scenario.truth(repositories)
        let processes = state.withLock { $0.children.map { (name: $0.name, pid: $0.pid) } }
        let seconds = Date().timeIntervalSince(began)
        try StageRecord(
            plan: plan, ports: ports, incidentURL: pages.mainIncidentURL, truth: truth, processes: processes, seconds: seconds
        ).write()
        console.line("incident: \(pages.mainIncidentURL)")
        console.line("staged in \((seconds * 10).rounded() / 10) s")
    }

    private func startServers(
        _ fronts: [String: (front: Front, port: Int)], _ watchdog: Watchdog
    ) async throws -> GitRepositories {
        let plan = plan
        let alertmanagerPort = try LocalPort.free()
        async let repositories = GitRepositories.create(
            plan.scenario, day: plan.day, directory: plan.directory.appendingPathComponent("repos"), watchdog: watchdog)
        async let alertmanager = AlertmanagerServer.start(
            plan.scenario, day: plan.day, directory: plan.directory.appendingPathComponent("alertmanager"),
            port: alertmanagerPort, watchdog: watchdog)
        async let metrics = startMetrics(alertmanagerPort: alertmanagerPort, watchdog)
        let alerting = try await alertmanager
        add(alerting.child, port: alertmanagerPort)
        fronts["alerts"]?.front.connect(.server(port: alertmanagerPort))
        let storing = try await metrics
        add(storing.child, port: storing.port)
        fronts["metrics"]?.front.connect(.server(port: storing.port))
        return try await repositories
    }

    private func startMetrics(
        alertmanagerPort: Int, _ watchdog: Watchdog
    ) async throws -> (child: Child, port: Int) {
        let directory = plan.directory.appendingPathComponent(plan.metrics.rawValue)
        switch plan.metrics {
        case .prometheus:
            let server = try await PrometheusServer.start(
                plan.scenario, day: plan.day, directory: directory, alertmanagerPort: alertmanagerPort, watchdog: watchdog)
            return (server.child, server.port)
        case .victoriametrics:
            let server = try await VictoriaMetricsServer.start(
                plan.scenario, day: plan.day, directory: directory, watchdog: watchdog)
            return (server.child, server.port)
        }
    }

    private func add(_ child: Child, port: Int) {
        state.withLock { $0.children.append(child) }
        console.line("started \(child.name) on 127.0.0.1:\(port), pid \(child.pid)")
    }

    private func systems() throws -> RecordedSystems? {
        try plan.scenario.recordings.map { try RecordedSystems(plan.scenario, $0, day: plan.day, token: plan.token) }
    }

    private func connect(_ systems: RecordedSystems, _ fronts: [String: (front: Front, port: Int)]) {
        let standIns = [
            "logs": systems.loki, "victorialogs": systems.victoriaLogs, "tempo": systems.tempo, "jaeger": systems.jaeger,
            "checks": systems.healthchecks, "cluster": systems.kubernetes,
        ]
        for (name, standIn) in standIns { fronts[name]?.front.connect(.standIn(standIn)) }
    }

    private func connectStandIns(
        _ fronts: [String: (front: Front, port: Int)], _ repositories: GitRepositories, _ pages: PagerDutyModel,
        _ logs: ScenarioLogs
    ) {
        let scenario = plan.scenario
        let loki = LokiStandIn(
            logs: logs, ruleGroups: scenario.logs.ruleGroups, now: { RequestLog.now() * 1000 })
        fronts["logs"]?.front.connect(.standIn(loki))
        fronts["deploys"]?.front.connect(
            .standIn(
                ArgoCDStandIn(scenario: scenario, day: plan.day, repositories: repositories, token: plan.token("argocd"))))
        fronts["pages"]?.front.connect(.standIn(PagerDutyStandIn(model: pages, token: plan.token("pagerduty"))))
        fronts["chat"]?.front.connect(
            .standIn(SlackStandIn(scenario: scenario, day: plan.day, token: plan.token("slack"))))
        // Only a recorded scenario has traces; in any other, a tracing system that is staged holds none.
        if scenario.recordings == nil {
            fronts["tempo"]?.front.connect(.standIn(TempoStandIn(traces: TraceStore([]))))
            fronts["jaeger"]?.front.connect(.standIn(JaegerStandIn(traces: TraceStore([]))))
        }
    }

    /// Stops what was started and says so.
    func down() async {
        let (children, fronts, watchdog) = state.withLock { ($0.children, $0.fronts, $0.watchdog) }
        for child in children.reversed() {
            await child.stop()
            console.line("stopped \(child.name), pid \(child.pid)")
        }
        let asked = fronts.sorted { $0.name < $1.name }.map { "\($0.name) \($0.log.count)" }.joined(separator: ", ")
        console.line("stopped the stand-ins; requests answered: \(asked)")
        watchdog?.finish()
    }
}
