import ArgumentParser
import Core

/// Takes sources away from an investigation, and prints what is left of it.
///
/// Each scenario is staged once and investigated with all its sources, without each one of them, and with more and more of
/// them missing, until only the paging system is left; every investigation is replayed. Where the paging system is missing, the
/// investigation starts from the service and the window in place of the incident.
struct RobustnessBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "robustness", abstract: "What is left of an investigation when sources are missing.",
        discussion: """
            Ends with 1 when a wrong culprit is stated strongly, when a replay differs, or when less was seen and the confidence \
            in the true cause rose or fewer kinds of source are said to be missing.
            """)

    @Option(name: .customLong("scenario"), help: "A scenario of the Lab; may be repeated.")
    var scenarios = ["payment-timeout", "acquirer-timeout"]

    @Flag(help: "Remove single sources only.")
    var single = false

    @Option(help: "Investigations that run at a time.")
    var jobs = 2

    func run() async throws {
        var problems: [String] = []
        for scenario in scenarios {
            let lab = try StagedLab(scenario)
            defer { lab.stop() }
            problems += try await measure(scenario, try TrialRunner(lab, jobs: jobs))
        }
        guard problems.isEmpty else {
            print(problems.map { "wrong: \($0)" }.joined(separator: "\n"))
            throw ExitCode.failure
        }
    }

    /// Prints the tables of a scenario, and returns what is wrong in them.
    private func measure(_ scenario: String, _ runner: TrialRunner) async throws -> [String] {
        let names = runner.sources.names
        let whole = try await runner.whole()
        let singles = try await runner.trials(without: names.map { [$0] })
        var problems = whole.problems(after: nil).map { "\(scenario), all sources: \($0)" }
        var table = MarkdownTable(Trial.header)
        table.add(whole.row(removed: "nothing"))
        for (name, trial) in zip(names, singles) {
            table.add(trial.row(removed: "`\(name)`"))
            problems += trial.problems(after: whole).map { "\(scenario) without \(name): \($0)" }
        }
        print("**`\(scenario)`, one source removed**\n\n\(table.text)\n")
        if single { return problems }
        // Stable: sources whose loss does not differ stay in the order of the configuration.
        let useful = zip(names, singles).filter { $0.0 != runner.sources.paging }.enumerated()
            .sorted { one, other in
                if one.element.1.isWorse(than: other.element.1) { return true }
                return !other.element.1.isWorse(than: one.element.1) && one.offset < other.offset
            }
            .map(\.element.0)
        for (title, order) in [("most useful first", useful), ("least useful first", useful.reversed())] {
            let sets = order.indices.map { Set(order[...$0]) }
            var table = MarkdownTable(Trial.header)
            table.add(whole.row(removed: "nothing"))
            var before = whole
            for (name, trial) in zip(order, try await runner.trials(without: sets)) {
                table.add(trial.row(removed: trial.removed.count == 1 ? "`\(name)`" : "+ `\(name)`"))
                problems += trial.problems(after: before).map { "\(scenario), \(title), without \(name) too: \($0)" }
                before = trial
            }
            print("**`\(scenario)`, one after another, \(title)**\n\n\(table.text)\n")
        }
        return problems
    }
}
