import Connectors
import Core
import Foundation

// One connector's conversations, begun with the inputs of its recorded cases and answered with whatever a fuzzer makes of their
// answers. `FUZZ_KIND` names the connector. `FUZZ_SEEDS`, when set, is a directory into which the recorded answers are written
// as seeds; `FUZZ_MEMORY`, when set, is a number of bytes to which recorded answers are grown, to see what decoding them needs.
// Either ends the program.
//
// An input: two bytes choose the case, one the status (0 is the recorded one, above 127 the answer is cut), one which answer has
// it (above 127 the answers carry heads of their own), and then the answers' bodies with a separator between two.

/// A recorded case, and the tool whose conversation it is.
private struct Case {
    var name: String
    var input: JSONValue
    var tool: any Tool
    var answers: [Answer]
}

private struct Answer {
    var whole: [UInt8]
    var reply: Reply
    var body: [UInt8]

    /// `nil` where the recording holds no reply, such as a time-out.
    init?(_ exchange: RecordedExchange, isFile: Bool) {
        let call: Call = isFile ? .file(FileCall(.read, path: [])) : .http(HTTPCall(path: []))
        guard case .reply(let reply)? = try? exchange.result(for: call), let body = try? reply.body.bytes() else { return nil }
        whole = exchange.answer
        self.reply = reply
        self.body = body
    }
}

/// Stands between two answers.
private let separator = Array("\n\u{1E}\n".utf8)
private let statuses = [200, 204, 302, 400, 401, 403, 404, 405, 410, 422, 429, 500, 502, 503]
private let environment = ProcessInfo.processInfo.environment
private let cases: [Case] = {
    let kind = SourceKind(environment["FUZZ_KIND"] ?? "")
    guard let type = Registry.connector(for: kind) else { fatalError("FUZZ_KIND names no connector: '\(kind)'") }
    return TranscriptCase.names.compactMap { name in
        guard let recorded = try? TranscriptCase(name: name), recorded.source.kind == kind,
            let tool = try? type.init(recorded.source).tools.first(where: { $0.description.name == recorded.tool })
        else { return nil }
        let answers = recorded.recordedFiles.sorted().compactMap { file -> Answer? in
            guard let data = try? Data(contentsOf: recorded.directory.appending(path: file)) else { return nil }
            return (try? RecordedExchange(Array(data))).flatMap { Answer($0, isFile: file.hasSuffix(".file")) }
        }
        return Case(name: name, input: recorded.input, tool: tool, answers: answers)
    }
}()

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    precondition(!cases.isEmpty, "the connector has no recorded case")
    if let directory = environment["FUZZ_SEEDS"] { writeSeeds(to: directory) }
    if let size = environment["FUZZ_MEMORY"].flatMap(Int.init) { measureMemory(size) }
    return 0
}

/// A conversation: it ends, does not trap, and cites no exchange that it never had.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard bytes.count > 4 else { return 0 }
    let chosen = cases[(Int(bytes[0]) + Int(bytes[1]) * 256) % cases.count]
    var answers = parts(of: bytes.dropFirst(4)).enumerated().map { number, part -> ((Call) -> Outcome.Result)? in
        if bytes[3] > 127 {
            guard let exchange = try? RecordedExchange(Array("-----\n".utf8) + part) else { return nil }
            return { call in (try? exchange.result(for: call)) ?? .failed(Failure(.timedOut, "no answer")) }
        }
        var reply = Reply(status: 200, body: Body(Array(part)))
        if let recorded = chosen.answers.isEmpty ? nil : chosen.answers[min(number, chosen.answers.count - 1)].reply {
            reply.status = recorded.status
            reply.headers = recorded.headers
        }
        guard number == Int(bytes[3] & 7) else { return { [reply] _ in .reply(reply) } }
        if bytes[2] & 127 > 0 { reply.status = statuses[Int(bytes[2] & 127) % statuses.count] }
        return { [reply] _ in bytes[2] > 127 ? .cut(reply, reason: "longer than allowed") : .reply(reply) }
    }[...]
    converse(chosen) { call in answers.popFirst()??(call) ?? .failed(Failure(.timedOut, "no answer")) }
    return 0
}

/// Has a case's conversation up to its end, or for 64 steps.
private func converse(_ chosen: Case, answer: (Call) -> Outcome.Result) {
    guard var conversation = try? chosen.tool.begin(chosen.input) else { return }
    var outcomes: [Outcome] = []
    var keys: Set<CallKey> = []
    for number in 0..<64 {
        let step = conversation.next(outcomes)
        for evidence in step.evidence { precondition(keys.isSuperset(of: evidence.exchanges), "cites what was never asked") }
        let calls: [Call]
        switch step.then {
        case .calls(let made), .wait(_, then: let made): calls = made
        case .done: return
        }
        precondition(!calls.isEmpty, "a step makes no call and is not done")
        outcomes = calls.enumerated().map { index, call in
            let key = CallKey(investigation: "fuzz", round: 0, path: "case", step: number, index: index)
            keys.insert(key)
            return Outcome(key: key, call: call, result: answer(call))
        }
    }
}

private func parts(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var place = start
    while let next = bytes[place...].firstIndex(of: separator[0]) {
        place = next + 1
        guard next + 2 < bytes.endIndex, bytes[next + 1] == separator[1], bytes[next + 2] == separator[2] else { continue }
        parts.append(bytes[start..<next])
        start = next + separator.count
        place = start
    }
    return parts + [bytes[start...]]
}

// MARK: Seeds

/// Each case as recorded, with its heads, and with its arrays cut to two elements, so that short inputs are whole documents too.
private func writeSeeds(to directory: String) -> Never {
    for (number, recorded) in cases.enumerated() where recorded.answers.contains(where: { !$0.body.isEmpty }) {
        func write(_ kind: String, _ flag: UInt8, _ answers: [[UInt8]]) {
            let seed = [UInt8(number % 256), UInt8(number / 256), 0, flag] + Array(answers.joined(separator: separator))
            guard (try? Data(seed).write(to: URL(filePath: "\(directory)/case\(number)\(kind)"))) != nil else {
                fatalError("cannot write to \(directory)")
            }
        }
        write("", 8, recorded.answers.map(\.body))
        write("-heads", 128, recorded.answers.map(\.whole))
        write("-short", 8, recorded.answers.map { shortened($0.body) })
    }
    exit(0)
}

private func shortened(_ body: [UInt8]) -> [UInt8] {
    guard let document = try? JSONValue(parsing: body) else { return body }
    return Array(shortened(document).compact.utf8)
}

private func shortened(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.prefix(2).map(shortened))
    case .object(let object): .object(JSONObject(object.members.map { ($0.name, shortened($0.value)) }))
    case .string(let text): .string(String(text.prefix(40)))
    default: value
    }
}

// MARK: Memory

/// Grows each recorded answer to `size` bytes by repeating the elements of its largest array, or its lines, has the conversation,
/// and prints by how many times the answer's size the process grew at most. More than ten times, twice in a row, ends the program
/// with 1.
private func measureMemory(_ size: Int) -> Never {
    var worst = (factor: 0.0, name: "no answer that could be grown")
    var measured = 0
    for recorded in cases {
        for number in recorded.answers.indices {
            for (form, body) in grown(recorded.answers[number].body, to: size).enumerated() {
                measured += 1
                // The program's own pages are read when they are first used.
                if form == 0 { _ = growth(recorded, number, recorded.answers[number].body) }
                var factor = growth(recorded, number, body)
                // What the allocator holds of the last conversation counts as this one's now and then.
                if factor > 10 { factor = min(factor, growth(recorded, number, body)) }
                let name = "\(recorded.name), answer \(number + 1)\(form > 0 ? ", its inner array" : "")"
                if factor > worst.factor { worst = (factor, name) }
                if factor > 10 { print("\((factor * 10).rounded() / 10)  \(name)") }
            }
        }
    }
    let most = "at most \((worst.factor * 10).rounded() / 10) times the answer: \(worst.name)"
    print("\(measured) answers of about \(size) bytes; \(most)")
    exit(worst.factor > 10 ? 1 : 0)
}

/// By how many times the size of one of its answers the process grows in a conversation.
private func growth(_ recorded: Case, _ number: Int, _ body: [UInt8]) -> Double {
    let before = memory("VmRSS", resettingPeak: true)
    var place = 0
    converse(recorded) { _ in
        defer { place += 1 }
        guard place < recorded.answers.count else { return .failed(Failure(.timedOut, "no answer")) }
        var reply = recorded.answers[place].reply
        if place == number { reply.body = Body(body) }
        return .reply(reply)
    }
    return Double(memory("VmHWM") - before) / Double(body.count)
}

/// Longer forms of an answer: its outermost long array with its elements repeated, and the innermost one of its first elements; YAML
/// with its names made different, and other text, repeated as a whole. None for what has neither an array nor lines.
private func grown(_ body: [UInt8], to size: Int) -> [[UInt8]] {
    let times = max(1, size / max(1, body.count))
    guard let document = try? JSONValue(parsing: body) else {
        guard body.count > 1, body.last == UInt8(ascii: "\n") else { return [] }
        let text = String(decoding: body, as: UTF8.self)
        guard (try? JSONValue(yaml: text))?.object != nil else {
            return [Array(repeatElement(body, count: times).joined())]
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let copies = (1..<max(2, times)).map { copy in
            lines.map { line in
                guard let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") else { return String(line) }
                return line[..<colon] + "_\(copy)" + line[colon...]
            }.joined(separator: "\n")
        }
        return [Array((text + copies.joined()).utf8)]
    }
    guard let path = pathOfLargestArray(in: document) else { return [] }
    var inner = path
    var place = document
    for step in path { place = place.at(step) ?? .null }
    while let first = place[0], let further = pathOfLargestArray(in: first), !further.isEmpty || first.array != nil {
        inner += [.element] + further
        place = first
        for step in further { place = place.at(step) ?? .null }
    }
    return (inner.count == path.count ? [path] : [path, inner]).map { path in
        var times = times
        while true {
            let text = growing(document, at: path[...], by: times).compact
            guard text.utf8.count < size / 2, times < size else { return Array(text.utf8) }
            times *= max(2, size / text.utf8.count)
        }
    }
}

/// A step into a document: to a member, or to the first element.
private enum PathStep {
    case member(String)
    case element
}

extension JSONValue {
    fileprivate func at(_ step: PathStep) -> JSONValue? {
        switch step {
        case .member(let name): self[name]
        case .element: self[0]
        }
    }
}

/// The way to the outermost array with the longest text; `nil` when there is none with elements.
private func pathOfLargestArray(in value: JSONValue) -> [PathStep]? {
    switch value {
    case .array(let elements): elements.isEmpty ? nil : []
    case .object(let object):
        object.members.compactMap { member in
            pathOfLargestArray(in: member.value).map {
                (path: [PathStep.member(member.name)] + $0, size: member.value.compact.utf8.count)
            }
        }.max { $0.size < $1.size }?.path
    default: nil
    }
}

private func growing(_ value: JSONValue, at path: ArraySlice<PathStep>, by factor: Int) -> JSONValue {
    switch (path.first, value) {
    case (.member(let name)?, .object(var object)):
        object[name] = object[name].map { growing($0, at: path.dropFirst(), by: factor) }
        return .object(object)
    case (.element?, .array(let elements)):
        return .array(elements.prefix(1).map { growing($0, at: path.dropFirst(), by: factor) } + elements.dropFirst())
    case (nil, .array(let elements)): return .array(Array(repeatElement(elements, count: factor).joined()))
    default: return value
    }
}

// The C library's module does not hold it.
@_silgen_name("malloc_trim") private func malloc_trim(_ padding: Int) -> CInt

/// A figure of this process in bytes.
private func memory(_ name: String, resettingPeak: Bool = false) -> Int {
    if resettingPeak {
        _ = malloc_trim(0)
        guard (try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))) != nil else {
            fatalError("cannot reset the peak of this process's memory")
        }
    }
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
    return (Int(line.split(whereSeparator: { $0 == "\t" || $0 == " " }).dropFirst().first ?? "") ?? 0) * 1024
}
