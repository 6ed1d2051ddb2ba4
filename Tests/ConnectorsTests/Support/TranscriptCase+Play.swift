import Connectors
import Core
import Foundation

extension TranscriptCase {
    struct Played {
        /// What the conversation concluded, as the text of an `evidence.json`.
        var conclusion: String
        /// Calls that were not as recorded, and files that were not used.
        var problems: [String]
    }

    /// What `evidence.json` holds.
    private struct Conclusion: Encodable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        /// The refusal of the input, before any call.
        var inputError: String?
    }

    /// Runs the conversation on the recorded answers.
    func play() throws -> Played {
        guard let type = Registry.connector(for: source.kind) else { throw Problem("no connector for kind '\(source.kind)'") }
        guard let tool = try type.init(source).tools.first(where: { $0.description.name == tool }) else {
            throw Problem("\(source.kind) has no tool '\(tool)'")
        }
        var conclusion = Conclusion()
        var problems: [String] = []
        do {
            var conversation = try tool.begin(input)
            try run(&conversation, routes: tool.description.routes, conclusion: &conclusion, problems: &problems)
        } catch let error as InputError {
            conclusion.inputError = error.description
            if !recordedFiles.isEmpty { problems.append("the input was refused, so no exchange was used") }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Played(
            conclusion: String(decoding: try encoder.encode(conclusion), as: UTF8.self) + "\n", problems: problems)
    }

    private func run(
        _ conversation: inout any Conversation, routes: [ToolDescription.Route], conclusion: inout Conclusion,
        problems: inout [String]
    ) throws {
        var outcomes: [Outcome] = []
        var unused = recordedFiles
        for number in 0..<1000 {
            let step = conversation.next(outcomes)
            conclusion.evidence += step.evidence
            conclusion.diagnostics += step.diagnostics
            let calls: [Call]
            switch step.then {
            case .calls(let made), .wait(_, then: let made): calls = made
            case .done:
                problems += unused.sorted().map { "\($0) was not used" }
                return
            }
            guard !calls.isEmpty else { throw Problem("step \(number) makes no call and is not done") }
            outcomes = []
            for (index, call) in calls.enumerated() {
                if !routes.contains(where: { $0.matches(call) }) {
                    problems.append(
                        "call \(number).\(index) is outside the tool's routes: \(RecordedExchange.request(of: call))")
                }
                let name = "\(number).\(index).\(RecordedExchange.suffix(of: call))"
                unused.remove(name)
                guard let result = try answer(to: call, in: name, problems: &problems) else { continue }
                let key = CallKey(investigation: "test", round: 0, path: "case", step: number, index: index)
                outcomes.append(Outcome(key: key, call: call, result: result))
            }
            guard outcomes.count == calls.count else { return }
        }
        throw Problem("the conversation has no end")
    }

    private func answer(to call: Call, in name: String, problems: inout [String]) throws -> Outcome.Result? {
        let file = directory.appending(path: name)
        let request = RecordedExchange.request(of: call)
        guard let data = try? Data(contentsOf: file) else {
            problems.append("\(name) is missing; the call is:\n\(request)")
            if Self.updatesSnapshot(self.name) { try Data((request + "\n-----\n").utf8).write(to: file) }
            return nil
        }
        let exchange: RecordedExchange
        do { exchange = try RecordedExchange(Array(data)) } catch {
            problems.append("\(name): \(error)")
            return nil
        }
        for difference in exchange.differences(from: call, prefix: pathPrefix, checkHeaders: checkHeaders) {
            problems.append("\(name): \(difference)")
        }
        do { return try exchange.result(for: call) } catch {
            problems.append("\(name): \(error)")
            return nil
        }
    }

    /// The path of the source's address, below which calls are made: `/prometheus`.
    private var pathPrefix: String {
        let path = source.url.flatMap { URL(string: $0)?.path } ?? ""
        return path == "/" ? "" : path
    }
}
