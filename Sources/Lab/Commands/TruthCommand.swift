import ArgumentParser
import Core
import Foundation

struct TruthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "truth", abstract: "Prints what a right investigation of a scenario finds, as JSON.")

    @Argument(help: "A scenario's name, or a path to a scenario's JSON file.")
    var scenario: String

    @OptionGroup var day: DayOption

    func run() async throws {
        let day = try day.value(for: scenario)
        let scenario = try Scenario.load(scenario, day: day)
        // The commits' ids are known only once the repositories exist.
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("lab-truth-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let repositories = try await GitRepositories.create(scenario, day: day, directory: place, watchdog: nil)
        print(scenario.truth(repositories).pretty, terminator: "")
    }
}
