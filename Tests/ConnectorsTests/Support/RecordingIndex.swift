import Connectors
import Core
import Foundation
import Testing

/// Recorded exchanges of one system that need not be those a tool makes: `Fixtures/<System>/recordings/*.http`, with `index.json`
/// beside them: a list of `{"file", "tool", "input", "concludes"}`. Each recorded answer is given to the tool as the answer to its
/// first calls, and `concludes` is what it makes of it, one line for each piece of evidence and each diagnostic.
/// `UPDATE_SNAPSHOTS=1` rewrites `concludes`.
struct RecordingIndex: Sendable {
    struct Entry: Sendable, CustomTestStringConvertible {
        var file: String
        var tool: String
        var input: JSONValue
        var concludes: [String]
        var testDescription: String { file }
    }

    let system: String
    let directory: URL
    let entries: [Entry]

    init(system: String) {
        self.system = system
        directory = TranscriptCase.tests.appending(path: "Fixtures/\(system)/recordings")
        let data = (try? Data(contentsOf: directory.appending(path: "index.json"))) ?? Data()
        let list = (try? JSONValue(parsing: Array(data)))?.array ?? []
        entries = list.map { entry in
            Entry(
                file: entry["file"]?.string ?? "", tool: entry["tool"]?.string ?? "", input: entry["input"] ?? .null,
                concludes: (entry["concludes"]?.array ?? []).compactMap(\.string))
        }
    }

    /// The files that were recorded.
    var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).filter { $0.hasSuffix(".http") }.sorted()
    }

    func result(_ file: String) throws -> Outcome.Result {
        let bytes = Array(try Data(contentsOf: directory.appending(path: file)))
        return try RecordedExchange(bytes).result(for: .http(HTTPCall(path: ["recorded"])))
    }

    /// What a tool of `connector` makes of a recorded answer.
    func conclusion(_ entry: Entry, _ connector: any Connector) throws -> [String] {
        guard let tool = connector.tools.first(where: { $0.description.name == entry.tool }) else {
            throw TranscriptCase.Problem("there is no tool \(entry.tool)")
        }
        let answer = try result(entry.file)
        var conversation = try tool.begin(entry.input)
        var lines: [String] = []
        var outcomes: [Outcome] = []
        for number in 0..<4 {
            let step = conversation.next(outcomes)
            lines += step.evidence.map(EvidenceLine.text) + step.diagnostics.map { "\($0.severity): \($0.message)" }
            guard case .calls(let calls) = step.then else { return lines }
            outcomes = calls.enumerated().map { index, call in
                let key = CallKey(investigation: "test", round: 0, path: entry.tool, step: number, index: index)
                // A further page was not recorded in the same file; the ruler's two addresses may answer alike.
                let isPage = number > 0 && entry.tool != "loki_rules"
                return Outcome(key: key, call: call, result: isPage ? .overBudget(reason: "one page was recorded") : answer)
            }
        }
        throw TranscriptCase.Problem("it has no end")
    }

    /// Writes the index with other conclusions.
    func write(_ conclusions: [String: [String]]) throws {
        let list = entries.map { entry -> JSONValue in
            let lines = conclusions[entry.file] ?? entry.concludes
            return [
                "file": .string(entry.file), "tool": .string(entry.tool), "input": entry.input,
                "concludes": .array(lines.map { .string($0) }),
            ]
        }
        try Data((JSONValue.array(list).pretty + "\n").utf8).write(to: directory.appending(path: "index.json"))
    }
}
