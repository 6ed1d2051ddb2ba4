import Core

/// What one staged incident shows to an investigation.
struct FictionIncident: Sendable {
    var name: String
    var day: String
    var title: String
    var services: [String]
    var moments: [Fiction.Moment] = []
    var invented: [Fiction.Moment] = []
    var versions: [Fiction.Version] = []
    var peaks: [Fiction.Peak] = []
    var falls: [Fiction.Peak] = []
    var numbers: [Fiction.Number] = []
    var quantities: [Fiction.Quantity] = []
    var spans: [Fiction.Span] = []
    var causes: [Fiction.Cause] = []
    /// Causes as noun phrase and clause that the incident did not have.
    var inventedCauses: [(noun: String, clause: String)] = []
    var speeches: [Fiction.Speech] = []
    var counterfactuals: [String] = []

    /// Reads the facts of what is staged in a directory, whose `lab.json` says which scenario and day it is.
    init(stage: JSONValue) throws {
        guard let name = stage["scenario"]?.string, let text = stage["day"]?.string, let day = ScenarioDay(text),
            let truth = stage["truth"]
        else {
            throw ScenarioError("lab.json has no 'scenario', 'day' and 'truth': give a directory that 'lab run' staged")
        }
        let source = try FictionSource(scenario: Scenario.load(name, day: day), day: day, truth: truth)
        switch name {
        case "payment-timeout": self = try .paymentTimeout(source)
        case "acquirer-timeout": self = try .acquirerTimeout(source)
        default: throw ScenarioError("no fictions are known of '\(name)'; stage payment-timeout or acquirer-timeout")
        }
    }

    init(_ source: FictionSource, title: String) {
        (name, day, self.title) = (source.scenario.name, source.day.text, title)
        services = source.scenario.services.map(\.name)
    }
}
