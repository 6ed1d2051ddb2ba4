import ArgumentParser
import Core
import Foundation

/// What `up` and `run` have in common.
struct StageOptions: ParsableArguments {
    @Argument(help: "A scenario's name (see 'lab list'), or a path to a scenario's JSON file.")
    var scenario: String

    @Option(help: "Where everything is written.")
    var dir: String

    @OptionGroup var day: DayOption

    @Option(help: "Delay every answer by a seeded number of milliseconds, such as 50-300.")
    var latency: String?

    @Option(help: "The seed of the delays.")
    var seed: UInt64 = 7

    @Option(help: "Spoil a source: NAME=down, 500, hang, big, broken, slow429 or badtoken. May be repeated.")
    var fault: [String] = []

    @Option(help: "Stage this many services: fewer than the scenario has, or more, the rest generated and healthy.")
    var services: Int?

    @Option(help: "The server that holds the metrics.")
    var metrics = MetricsServer.prometheus

    func plan() throws -> StagePlan {
        let day = try day.value(for: scenario)
        var scenario = try Scenario.load(scenario, day: day)
        if let services { scenario = try scenario.with(services: services) }
        var delays: Latency?
        if let latency {
            guard let parsed = Latency(latency, seed: seed) else {
                throw ValidationError("--latency '\(latency)' is not a range of milliseconds such as 50-300")
            }
            delays = parsed
        }
        var faults: [String: Fault] = [:]
        for text in fault {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, StagePlan.sourceNames.contains(parts[0]), let kind = Fault(rawValue: parts[1]) else {
                throw ValidationError(
                    "--fault '\(text)' is not NAME=KIND with NAME one of \(StagePlan.sourceNames.joined(separator: ", ")) and "
                        + "KIND one of \(Fault.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            faults[parts[0]] = kind
        }
        return StagePlan(
            scenario: scenario, day: day, directory: URL(fileURLWithPath: dir).standardizedFileURL, latency: delays,
            faults: faults, metrics: metrics)
    }
}

struct DayOption: ParsableArguments {
    @Option(help: "The incident's day, YYYY-MM-DD; by default the last one whose 15:05 UTC has passed.")
    var day: String?

    /// A scenario with recorded answers has its own day.
    func value(for scenario: String) throws -> ScenarioDay {
        guard day == nil, let only = try Scenario.recordedDay(scenario) else { return try value() }
        return only
    }

    func value() throws -> ScenarioDay {
        guard let day else {
            return ScenarioDay(lastBefore: Instant(fractionalSeconds: Date().timeIntervalSince1970))
        }
        guard let value = ScenarioDay(day) else { throw ValidationError("--day '\(day)' is not a day such as 2026-11-20") }
        return value
    }
}
