import Connectors
import Core
import Foundation
import Testing

/// Runs a tool's conversation on answers that a test makes up.
enum ToolPlay {
    /// What was asked, and what was concluded.
    struct End {
        var calls: [Call] = []
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []

        var traces: [Trace] {
            evidence.compactMap { if case .trace(let trace) = $0.observation { trace } else { nil } }
        }
    }

    static func run(
        _ connector: any Connector, _ tool: String, _ input: JSONValue, answering: (Call) -> Outcome.Result
    ) throws -> End {
        let found = try #require(connector.tools.first { $0.description.name == tool })
        var conversation = try found.begin(input)
        var end = End()
        var outcomes: [Outcome] = []
        for number in 0..<100 {
            let step = conversation.next(outcomes)
            end.evidence += step.evidence
            end.diagnostics += step.diagnostics
            guard case .calls(let calls) = step.then else { return end }
            end.calls += calls
            outcomes = calls.enumerated().map { index, call in
                let key = CallKey(investigation: "test", round: 0, path: tool, step: number, index: index)
                return Outcome(key: key, call: call, result: answering(call))
            }
        }
        throw TranscriptCase.Problem("\(tool) has no end")
    }

    /// The answer in a file below `Fixtures`.
    static func answer(_ path: String) throws -> Outcome.Result {
        let bytes = Array(try Data(contentsOf: TranscriptCase.tests.appending(path: "Fixtures/\(path)")))
        return try RecordedExchange(bytes).result(for: .http(HTTPCall(path: ["api"])))
    }

    static func json(_ text: String, status: Int = 200) -> Outcome.Result {
        .reply(Reply(status: status, body: Body(text)))
    }
}
