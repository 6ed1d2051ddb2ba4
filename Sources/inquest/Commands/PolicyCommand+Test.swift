import ArgumentParser
import Core
import Foundation
import Gateway

struct PolicyTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Hold the policy against a file of cases with the verdicts expected of it.")

    @Argument(help: ArgumentHelp("YAML file: a list of cases.", valueName: "file"))
    var file: String

    @OptionGroup var options: PolicyOptions

    func run() async throws {
        let (policy, path) = try options.load()
        let cases: [PolicyTest.Case]
        do throws(PolicyError) {
            let text = String(decoding: try PolicyOptions.bytes(file), as: UTF8.self)
            cases = try PolicyTest.read(yaml: text, file: file)
        } catch {
            throw Problem.badInput(error.description)
        }
        let results = PolicyTest.run(cases, against: policy, effects: ToolCatalogue(try options.connectors()).effects)
        switch options.format {
        case .json: print(json(results, policy, path).pretty, terminator: "")
        case .text: for result in results { print(text(result)) }
        }
        let failed = results.count { !$0.passes }
        let summary = "\(results.count - failed) of \(results.count) cases are as expected"
        if failed > 0 { throw Problem.somethingWrong(summary) }
        if options.format == .text { print(summary) }
    }

    private func text(_ result: PolicyTest.Result) -> String {
        let mark = result.passes ? "✓" : "✗"
        let head = "\(mark) \(result.test.name): \(result.judgement.word) by '\(result.judgement.rule)'"
        var lines = [Terminal.wrap(Terminal.printable(head), indent: "  ")]
        lines += result.problems.map { Terminal.wrap("    " + Terminal.printable($0), indent: "    ") }
        return lines.joined(separator: "\n")
    }

    private func json(_ results: [PolicyTest.Result], _ policy: Policy, _ path: String?) -> JSONValue {
        [
            "policy": .object(PolicyExplanation.identity(policy, path)),
            "cases": .array(
                results.map { result in
                    [
                        "name": .string(result.test.name), "passes": .bool(result.passes),
                        "expected": .string(result.test.expect.rawValue), "judgement": result.judgement.json,
                        "problems": .array(result.problems.map { .string($0) }),
                    ]
                }),
        ]
    }
}
