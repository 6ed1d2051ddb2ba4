import Core

/// What the lines about one fault say of the records that failed: fields whose names are those of identities, and their values.
struct RecordIdentity {
    /// Lines about the fault that were read.
    private(set) var lines = 0
    /// Fields with one value in all of these lines, which no other line of the service has; by name.
    private(set) var same: [(name: String, value: String)] = []
    /// Fields with several values; by name.
    private(set) var various: [(name: String, values: Int)] = []

    private static let mostLines = 2000
    private static let mostFields = 32
    private static let words: Set<String> = [
        "id", "key", "offset", "record", "message", "seq", "sequence", "row", "event", "order", "item", "job", "document",
    ]
    /// Identities of the request or the attempt, which are new each time that the same record is tried.
    private static let attempts: Set<String> = ["trace", "span", "request", "correlation", "attempt", "session"]

    /// Reads the window's lines of `service`.
    static func all(of service: String, fault: FaultSignature, in file: CaseFile) -> RecordIdentity {
        var result = RecordIdentity()
        var values: [String: [String: Int]] = [:]
        var elsewhere: Set<String> = []
        var left = mostLines
        for evidence in file.evidence {
            guard case .logs(let logs) = evidence.observation else { continue }
            for line in logs.lines where left > 0 {
                guard (evidence.service ?? ServiceNaming.service(labelling: line)) == service else { continue }
                left -= 1
                let fields = fields(of: line)
                guard file.scope.window.contains(line.time), FaultSignature.all(in: line.text).contains(fault) else {
                    for (name, value) in fields { elsewhere.insert(name + "=" + value) }
                    continue
                }
                result.lines += 1
                for (name, value) in fields { values[name, default: [:]][value, default: 0] += 1 }
            }
        }
        for name in values.keys.sorted() {
            guard let seen = values[name], seen.values.reduce(0, +) == result.lines else { continue }
            if seen.count == 1, let value = seen.keys.first {
                if !elsewhere.contains(name + "=" + value) { result.same.append((name, value)) }
            } else {
                result.various.append((name, seen.count))
            }
        }
        return result
    }

    /// `record_id=geo-1`, `offset: 42` and labels, once each.
    private static func fields(of line: LogLines.Line) -> [String: String] {
        var fields: [String: String] = [:]
        func add(_ name: Substring, _ value: Substring) {
            let name = name.trimmingEnds("\"'{[(,")
            let value = value.trimmingEnds("\"'}])(,;")
            guard fields.count < mostFields, !name.isEmpty, !value.isEmpty, value.utf8.count <= 200 else { return }
            let parts = Set(CodeWord.parts(of: name))
            guard !parts.isDisjoint(with: words), parts.isDisjoint(with: attempts) else { return }
            if fields[name] == nil { fields[name] = value }
        }
        for (name, value) in line.labels.sorted(by: { $0.key < $1.key }) { add(name[...], value[...]) }
        var previous: Substring?
        for token in line.text.prefix(2000).split(whereSeparator: \.isWhitespace) {
            if let name = previous { add(name, token) }
            previous = nil
            if let equals = token.firstIndex(of: "=") {
                add(token[..<equals], token[token.index(after: equals)...])
            } else if token.last == ":" {
                previous = token.dropLast()
            } else if let colon = token.firstIndex(of: ":") {
                add(token[..<colon], token[token.index(after: colon)...])
            }
        }
        return fields
    }
}
