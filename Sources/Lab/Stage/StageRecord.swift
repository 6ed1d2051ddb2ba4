import Core
import Foundation

/// `lab.json`: what a test or a benchmark needs to know about what is staged.
struct StageRecord {
    let plan: StagePlan
    let ports: [String: Int]
    let incidentURL: String
    let truth: JSONValue
    let processes: [(name: String, pid: Int32)]
    let seconds: Double

    var value: JSONValue {
        let sources = plan.sources.map { source -> JSONValue in
            [
                "name": .string(source.name), "kind": .string(source.kind), "port": .number(ports[source.name] ?? 0),
                "url": .string("http://127.0.0.1:\(ports[source.name] ?? 0)\(StagePlan.path(source.kind))"),
                "fault": plan.faults[source.name].map { .string($0.rawValue) } ?? .null,
                "requests": .string("requests-\(source.name).log"),
            ]
        }
        return [
            "schema": "inquest.lab/1", "scenario": .string(plan.scenario.name), "day": .string(plan.day.text),
            "incidentURL": .string(incidentURL), "services": .array(plan.scenario.services.map { .string($0.name) }),
            "sources": .array(sources), "unstaged": plan.metrics == .victoriametrics ? ["rules"] : [],
            "pid": .number(Int(ProcessInfo.processInfo.processIdentifier)),
            "processes": .array(processes.map { ["name": .string($0.name), "pid": .number(Int($0.pid))] }),
            "secondsToStage": .number((seconds * 1000).rounded() / 1000), "truth": truth,
        ]
    }

    func write() throws {
        try Data(value.pretty.utf8).write(to: plan.directory.appendingPathComponent("lab.json"))
    }
}
