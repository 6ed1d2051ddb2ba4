import ArgumentParser
import Core
import Foundation

/// Investigates one staged incident again and again, with sources missing, and replays each investigation.
actor TrialRunner {
    static let files = ["briefing.md", "postmortem.md", "postmortem.html", "investigation.json"]

    let sources: ConfiguredSources
    private let lab: StagedLab
    private let cause: TrueCause
    private let jobs: Int
    private var done: [Set<String>: Trial] = [:]
    /// How to start where the paging system, which has the incident, is missing: a service and a window.
    private var start: [String] = []

    init(_ lab: StagedLab, jobs: Int) throws {
        let text = try String(contentsOf: lab.directory.appendingPathComponent("inquest.yaml"), encoding: .utf8)
        sources = try ConfiguredSources(text, incident: lab.incident)
        cause = TrueCause(truth: lab.facts["truth"] ?? .null)
        self.lab = lab
        self.jobs = max(1, jobs)
    }

    /// The investigation with all sources, which the others are held against.
    func whole() async throws -> Trial {
        let (report, trial) = try await investigate(without: [], subject: [lab.incident])
        guard let service = report["incident"]?["services"]?[0]?.string, let from = report["window"]?["from"]?.string,
            let to = report["window"]?["to"]?.string
        else { throw ValidationError("the investigation with all sources has no service or no window") }
        start = ["--service", service, "--from", from, "--to", to]
        done[[]] = trial
        return trial
    }

    /// One investigation for each set of missing sources, `jobs` at a time; results in the order of the sets.
    func trials(without sets: [Set<String>]) async throws -> [Trial] {
        var waiting = sets.filter { done[$0] == nil }[...]
        try await withThrowingTaskGroup(of: Trial.self) { group in
            func startNext() {
                guard let removed = waiting.popFirst() else { return }
                let subject = removed.contains(sources.paging) ? start : [lab.incident]
                group.addTask { try await self.investigate(without: removed, subject: subject).trial }
            }
            for _ in 0..<jobs { startNext() }
            while let trial = try await group.next() {
                done[trial.removed] = trial
                startNext()
            }
        }
        return sets.compactMap { done[$0] }
    }

    private nonisolated func investigate(
        without removed: Set<String>, subject: [String]
    ) async throws -> (report: JSONValue, trial: Trial) {
        let name = (["without"] + sources.names.filter(removed.contains)).joined(separator: "-")
        func path(_ suffix: String) -> String { lab.directory.appendingPathComponent(name + suffix).path }
        try sources.text(without: removed).write(toFile: path(".yaml"), atomically: true, encoding: .utf8)
        let common = ["--config", path(".yaml"), "--store", path(".db")]
        let written = try await run(["investigate"] + subject + common + ["--out", path("")])
        // 1 is the verdict on a claim; the documents are there all the same.
        guard written.status == 0 || written.status == 1 else {
            throw ValidationError("\(name): inquest investigate ended with \(written.status): \(written.errors)")
        }
        let json = try Data(contentsOf: URL(fileURLWithPath: path("/investigation.json")))
        let report = try JSONValue(parsing: Array(json))
        let id = report["id"]?.string ?? ""
        let replay = try await run(["replay", id] + common + ["--out", path("-replay")])
        let differing = Self.files.filter { file in
            let original = FileManager.default.contents(atPath: path("/" + file))
            return original == nil || original != FileManager.default.contents(atPath: path("-replay/" + file))
        }
        if differing.isEmpty, replay.status != 0 {
            throw ValidationError("\(name): inquest replay ended with \(replay.status): \(replay.errors)")
        }
        FileHandle.standardError.write(Data("  \(removed.isEmpty ? "all sources" : name)\n".utf8))
        return (report, Trial(removed: removed, report: report, cause: cause, differing: differing))
    }

    private nonisolated func run(_ arguments: [String]) async throws -> (status: Int32, errors: String) {
        let log = lab.directory.appendingPathComponent("stderr-\(UUID().uuidString)")
        try Data().write(to: log)
        defer { try? FileManager.default.removeItem(at: log) }
        let process = Process()
        process.executableURL = StagedLab.tool("inquest")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        let status = try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        return (status, (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }
}
