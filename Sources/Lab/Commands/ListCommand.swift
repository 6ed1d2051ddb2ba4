import ArgumentParser

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the scenarios and their variations.")

    @OptionGroup var day: DayOption

    @Option(help: "List the variations of this scenario only, by their names alone.")
    var of: String?

    func run() async throws {
        let variations = try Scenario.variations()
        if let of {
            _ = try Scenario.recordedDay(of)
            for name in variations where try Scenario.origin(of: name) == of { print(name) }
            return
        }
        for name in try Scenario.names() + variations {
            print("\(name)  \(try Scenario.load(name, day: Scenario.recordedDay(name) ?? day.value()).title)")
        }
    }
}
