import ArgumentParser
import Core
import Foundation

/// Stages a scenario and its variations one after another, investigates each, and holds what comes out against its truth.
struct VariationsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "variations", abstract: "Whether variations of an incident come out right.",
        discussion: """
            A variation is right when the true cause is at rank 1 and the service that failed first is right. It is honestly \
            unsure when no other cause is stated strongly, the true one is not refuted, and what the truth says must be said to be \
            unknown is among the gaps. Anything else is wrong, and ends the command with 1.
            """)

    @Option(help: "The scenario.")
    var scenario = "payment-timeout"

    @Option(name: .customLong("variation"), help: "Only this one; may be repeated.")
    var variations: [String] = []

    func run() async throws {
        let names = variations.isEmpty ? [scenario] + (try StagedLab.variations(of: scenario)) : variations
        var outcomes: [VariationOutcome] = []
        for name in names {
            let begun = Date()
            outcomes.append(try outcome(of: name))
            let seconds = String(format: "%.1f", Date().timeIntervalSince(begun))
            FileHandle.standardError.write(Data("  \(name) \(seconds) s\n".utf8))
        }
        var table = MarkdownTable(VariationOutcome.header)
        for outcome in outcomes { table.add(outcome.row) }
        print(table.text)
        for remark in outcomes.flatMap(\.remarks) { print("- \(remark)") }
        if outcomes.contains(where: { if case .wrong = $0.verdict { true } else { false } }) { throw ExitCode.failure }
    }

    private func outcome(of name: String) throws -> VariationOutcome {
        let lab = try StagedLab(name)
        defer { lab.stop() }
        let store = lab.directory.appendingPathComponent("variation.db").path
        let ended = try lab.investigate(store: store, out: "variation")
        // 1 is the verdict on a claim; the documents are there all the same.
        guard ended.status == 0 || ended.status == 1 else {
            throw ValidationError("\(name): inquest ended with \(ended.status)")
        }
        let json = try Data(contentsOf: lab.directory.appendingPathComponent("variation/investigation.json"))
        return VariationOutcome(name: name, report: try JSONValue(parsing: Array(json)), truth: lab.facts["truth"] ?? .null)
    }
}
