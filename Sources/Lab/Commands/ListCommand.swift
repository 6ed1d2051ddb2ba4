import ArgumentParser

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the scenarios.")

    @OptionGroup var day: DayOption

    func run() async throws {
        for name in try Scenario.names() {
            print("\(name)  \(try Scenario.load(name, day: Scenario.recordedDay(name) ?? day.value()).title)")
        }
    }
}
