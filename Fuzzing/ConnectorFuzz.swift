import Connectors
import Core
import Foundation

// One connector's conversations, begun with the inputs of its recorded cases and answered with whatever a fuzzer makes of their
// answers. `FUZZ_KIND` names the connector; `FUZZ_SEEDS`, when set, is a directory into which the recorded answers are written
// as seeds, and then the program ends.

/// A recorded case, and the tool whose conversation it is.
private struct Case {
    var input: JSONValue
    var tool: any Tool
    var answers: [[UInt8]]
}

/// Stands between two answers.
private let separator = Array("\n\u{1E}\n".utf8)
private let environment = ProcessInfo.processInfo.environment
private let cases: [Case] = {
    let kind = SourceKind(environment["FUZZ_KIND"] ?? "")
    guard let type = Registry.connector(for: kind) else { fatalError("FUZZ_KIND names no connector: '\(kind)'") }
    return TranscriptCase.names.compactMap { name in
        guard let recorded = try? TranscriptCase(name: name), recorded.source.kind == kind,
            let tool = try? type.init(recorded.source).tools.first(where: { $0.description.name == recorded.tool })
        else { return nil }
        let answers = recorded.recordedFiles.sorted().compactMap { file in
            (try? Data(contentsOf: recorded.directory.appending(path: file))).flatMap { try? RecordedExchange(Array($0)) }
        }
        return Case(input: recorded.input, tool: tool, answers: answers.map(\.answer))
    }
}()

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    precondition(!cases.isEmpty, "the connector has no recorded case")
    guard let directory = environment["FUZZ_SEEDS"] else { return 0 }
    for (number, recorded) in cases.enumerated() where recorded.answers.contains(where: { !$0.isEmpty }) {
        let seed = [UInt8(number % 256), UInt8(number / 256)] + Array(recorded.answers.joined(separator: separator))
        guard (try? Data(seed).write(to: URL(filePath: "\(directory)/case\(number)"))) != nil else {
            fatalError("cannot write to \(directory)")
        }
    }
    exit(0)
}

/// A conversation: it ends, does not trap, and cites no exchange that it never had.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard bytes.count > 2 else { return 0 }
    let chosen = cases[(Int(bytes[0]) + Int(bytes[1]) * 256) % cases.count]
    guard var conversation = try? chosen.tool.begin(chosen.input) else { return 0 }
    var answers = parts(of: bytes.dropFirst(2))[...]
    var outcomes: [Outcome] = []
    var keys: Set<CallKey> = []
    for number in 0..<64 {
        let step = conversation.next(outcomes)
        for evidence in step.evidence { precondition(keys.isSuperset(of: evidence.exchanges), "cites what was never asked") }
        let calls: [Call]
        switch step.then {
        case .calls(let made), .wait(_, then: let made): calls = made
        case .done: return 0
        }
        precondition(!calls.isEmpty, "a step makes no call and is not done")
        outcomes = calls.enumerated().map { index, call in
            let key = CallKey(investigation: "fuzz", round: 0, path: "case", step: number, index: index)
            keys.insert(key)
            return Outcome(key: key, call: call, result: result(of: answers.popFirst(), to: call))
        }
    }
    return 0
}

private func result(of answer: [UInt8]?, to call: Call) -> Outcome.Result {
    let nothing = Outcome.Result.failed(Failure(.timedOut, "no answer"))
    guard let answer, let exchange = try? RecordedExchange(Array("-----\n".utf8) + answer) else { return nothing }
    return (try? exchange.result(for: call)) ?? nothing
}

private func parts(of bytes: ArraySlice<UInt8>) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var start = bytes.startIndex
    var place = start
    while place < bytes.endIndex {
        if bytes[place...].starts(with: separator) {
            parts.append(Array(bytes[start..<place]))
            place += separator.count
            start = place
        } else {
            place += 1
        }
    }
    return parts + [Array(bytes[start...])]
}
