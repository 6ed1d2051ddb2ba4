import Core

/// A literal exchange in a file.
///
/// HTTP: request line, headers, blank line, body, a line `-----`, status line, headers, blank line, body. Line ends of the heads
/// may be LF or CRLF. Process: one argument a line from the program's name on, `-----`, `exit N`, blank line, standard output. File:
/// the operation, then one path component a line, `bytes OFFSET COUNT` for a range, `-----`, then `ok`, blank line, content. In place of an answer,
/// `!timedOut detail`, `!unreachable detail` (any ``Failure/Kind``), `!denied reason`, `!overBudget reason`, or `!cut reason` with
/// the answer so far below it.
struct RecordedExchange {
    let head: [String]
    let requestBody: [UInt8]
    let answer: [UInt8]

    init(_ bytes: [UInt8]) throws {
        guard let rule = Self.rule(in: bytes) else { throw TranscriptCase.Problem("has no line '-----'") }
        (head, requestBody) = Self.split(Array(bytes[..<rule.lowerBound]))
        answer = Array(bytes[rule.upperBound...])
        if answer.isEmpty { throw TranscriptCase.Problem("has no answer yet") }
    }

    // MARK: The request

    static func suffix(of call: Call) -> String {
        switch call {
        case .http: "http"
        case .process: "process"
        case .file: "file"
        }
    }

    /// The request as a file holds it, without the line `-----`.
    static func request(of call: Call) -> String {
        switch call {
        case .http(let call):
            let head = ["\(call.method.rawValue) \(call.target) HTTP/1.1"] + call.headers.map { "\($0.name): \($0.value)" }
            let body = String(decoding: call.body, as: UTF8.self)
            return head.joined(separator: "\n") + "\n" + (body.isEmpty ? "" : "\n" + body)
        case .process(let call): return ([call.program.rawValue] + call.arguments).joined(separator: "\n")
        case .file(let call):
            let range = call.range.map { ["bytes \($0.offset) \($0.count)"] } ?? []
            return ([call.operation.rawValue] + call.path + range).joined(separator: "\n")
        }
    }

    /// In what the call that was made differs from the one that was recorded.
    func differences(from call: Call, prefix: String, checkHeaders: [String]) -> [String] {
        guard case .http(let call) = call else {
            let made = Self.request(of: call)
            let recorded = head.joined(separator: "\n")
            return made == recorded ? [] : ["the call made is\n\(made)\nand the one recorded\n\(recorded)"]
        }
        var found: [String] = []
        let words = (head.first ?? "").split(separator: " ")
        let recorded = Target(words.count > 1 ? String(words[1]) : "", below: prefix)
        let made = Target(call.target, below: "")
        if words.first.map(String.init) != call.method.rawValue || made != recorded {
            found.append("the call made is \(call.method.rawValue) \(call.target), the one recorded \(head.first ?? "")")
        }
        if !sameBody(call.body) {
            found.append("the body sent is \(String(decoding: call.body, as: UTF8.self))")
        }
        for name in checkHeaders {
            let recorded = Self.headers(head.dropFirst()).first { $0.name == name.lowercased() }?.value
            let made = call.headers.first { $0.name.lowercased() == name.lowercased() }?.value
            if recorded != made { found.append("header \(name) is '\(made ?? "")', recorded '\(recorded ?? "")'") }
        }
        return found
    }

    /// Form bodies are compared decoded, like query items.
    private func sameBody(_ body: [UInt8]) -> Bool {
        if requestBody == body { return true }
        let type = Self.headers(head.dropFirst()).first { $0.name == "content-type" }?.value ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else { return false }
        return Target("?" + String(decoding: requestBody, as: UTF8.self), below: "")
            == Target("?" + String(decoding: body, as: UTF8.self), below: "")
    }

    /// A request target, decoded, so that clients that encode differently compare equal.
    private struct Target: Equatable {
        var path: [String]
        var query: [String]

        init(_ text: String, below prefix: String) {
            let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            var path = String(parts.first ?? "")
            if !prefix.isEmpty, path.hasPrefix(prefix) { path.removeFirst(prefix.count) }
            self.path = path.split(separator: "/").map { RecordedExchange.decode($0, plusIsSpace: false) }
            query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { item in
                let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return pair.map { RecordedExchange.decode($0, plusIsSpace: true) }.joined(separator: "=")
            }
        }
    }

    private static func decode(_ text: Substring, plusIsSpace: Bool) -> String {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: The answer

    func result(for call: Call) throws -> Outcome.Result {
        guard answer.first == UInt8(ascii: "!") else { return .reply(try Self.reply(answer, to: call)) }
        let end = answer.firstIndex(of: UInt8(ascii: "\n")) ?? answer.endIndex
        let line = String(decoding: answer[1..<end], as: UTF8.self)
        let words = line.split(separator: " ", maxSplits: 1)
        let reason = words.count > 1 ? String(words[1]) : ""
        switch words.first ?? "" {
        case "denied": return .denied(reason: reason)
        case "overBudget": return .overBudget(reason: reason)
        case "cut": return .cut(try Self.reply(Array(answer[min(end + 1, answer.endIndex)...]), to: call), reason: reason)
        case let word:
            guard let kind = Failure.Kind(rawValue: String(word)) else {
                throw TranscriptCase.Problem("unknown outcome '!\(word)'")
            }
            return .failed(Failure(kind, reason))
        }
    }

    private static func reply(_ bytes: [UInt8], to call: Call) throws -> Reply {
        let (head, body) = split(bytes)
        let words = (head.first ?? "").split(separator: " ")
        if case .file = call { return Reply(status: 0, body: Body(body)) }
        guard words.count > 1, let status = Int(words[1]) else {
            throw TranscriptCase.Problem("'\(head.first ?? "")' is no status line")
        }
        return Reply(status: status, headers: headers(head.dropFirst()), body: Body(body))
    }

    private static func headers(_ lines: ArraySlice<String>) -> [HTTPCall.Field] {
        lines.compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return HTTPCall.Field(line[..<colon].lowercased(), String(value))
        }
    }

    // MARK: Bytes

    /// The first line that is `-----`, with the line ends around it.
    private static func rule(in bytes: [UInt8]) -> Range<Int>? {
        var start = 0
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[start..<end].filter { $0 != UInt8(ascii: "\r") }
            if line.elementsEqual("-----".utf8) { return max(0, start - 1)..<min(end + 1, bytes.count) }
            start = end + 1
        }
        return nil
    }

    /// Lines up to the first blank one, and the bytes after it.
    private static func split(_ bytes: [UInt8]) -> (head: [String], body: [UInt8]) {
        var head: [String] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[start..<end].filter { $0 != UInt8(ascii: "\r") }
            start = min(end + 1, bytes.count)
            if line.isEmpty { return (head, Array(bytes[start...])) }
            head.append(String(decoding: line, as: UTF8.self))
        }
        return (head, [])
    }
}
