import ArgumentParser

/// Measures investigations of the Lab's incidents: what they cost, and what is left of them when sources are missing.
@main
struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "InvestigationBenchmark", abstract: "Measures investigations of the Lab's incidents.",
        subcommands: [CostBenchmark.self, RobustnessBenchmark.self], defaultSubcommand: CostBenchmark.self)
}
