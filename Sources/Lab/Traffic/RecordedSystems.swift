import Core
import Foundation

/// The systems of a recorded scenario, each with its recordings and a model that holds the same data.
struct RecordedSystems: Sendable {
    let loki: RecordedStandIn
    let victoriaLogs: RecordedStandIn
    let tempo: RecordedStandIn
    let jaeger: RecordedStandIn
    let healthchecks: RecordedStandIn
    let kubernetes: RecordedStandIn

    /// - Parameter token: the token that a source of a kind is given.
    init(_ scenario: Scenario, _ recorded: Scenario.Recorded, day: ScenarioDay, token: (String) -> String) throws {
        let orders = try scenario.orders(day: day)
        let records = LogRecord.all(scenario, orders, day: day)
        let traces = TraceStore(orders)
        let now = day.instant(recorded.clock).nanoseconds
        loki = RecordedStandIn(
            try Recordings.load("loki"),
            model: LokiStandIn(
                logs: StoredLogs(records, labels: scenario.logs.labels), ruleGroups: scenario.logs.ruleGroups,
                now: { RequestLog.now() * 1000 }, hasPatterns: true))
        let logs = try Recordings.load("victorialogs")
        victoriaLogs = RecordedStandIn(
            logs,
            model: VictoriaLogsStandIn(
                records, labels: scenario.logs.labels, streamIDs: VictoriaLogsStandIn.streamIDs(in: logs)))
        tempo = RecordedStandIn(try Recordings.load("tempo"), model: TempoStandIn(traces: traces))
        jaeger = RecordedStandIn(try Recordings.load("victoriatraces-jaeger"), model: JaegerStandIn(traces: traces))
        let keys = RecordedAccess.Rule(
            header: "x-api-key", full: token("healthchecks"), readOnly: token("healthchecks-readonly"))
        let checks = try Recordings.load("healthchecks")
        healthchecks = RecordedStandIn(
            checks, rule: keys,
            model: HealthchecksStandIn(model: HealthchecksModel(checks), rule: keys, now: now / 1_000_000_000))
        let bearer = RecordedAccess.Rule(header: "authorization", prefix: "Bearer ", full: token("kubernetes"))
        let cluster = try Recordings.load("kubernetes")
        kubernetes = RecordedStandIn(cluster, rule: bearer, model: KubernetesStandIn(cluster, rule: bearer))
    }
}

extension Scenario {
    /// The traffic of a recorded scenario; empty for any other.
    func orders(day: ScenarioDay) throws -> [Order] {
        guard let recordings else { return [] }
        let file = Self.directory.appendingPathComponent(recordings.orders)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw ScenarioError("no file of orders '\(recordings.orders)' beside the scenario")
        }
        return try Order.read(text, midnight: day.midnight.nanoseconds)
    }
}
