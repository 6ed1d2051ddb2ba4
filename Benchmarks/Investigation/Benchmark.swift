import ArgumentParser

/// Measures investigations of the Lab's incidents: what they cost, what is left of them when sources are
/// missing, and whether variations of them come out right.
@main
struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "InvestigationBenchmark", abstract: "Measures investigations of the Lab's incidents.",
        subcommands: [CostBenchmark.self, RobustnessBenchmark.self, VariationsBenchmark.self],
        defaultSubcommand: CostBenchmark.self)
}
