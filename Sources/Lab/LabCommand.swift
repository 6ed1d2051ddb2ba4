import ArgumentParser

@main
struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Stages incidents on real and stand-in servers.",
        subcommands: [
            UpCommand.self, RunCommand.self, ListCommand.self, TruthCommand.self, EstateCommand.self, EstateScoreCommand.self,
            FictionCommand.self, FictionScoreCommand.self, ModelCommand.self,
        ])
}
