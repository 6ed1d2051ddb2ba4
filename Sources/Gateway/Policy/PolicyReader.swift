import Core

/// Walks a document with errors that name the file, the line, the key and what was expected.
struct PolicyReader {
    let file: String
    let node: PolicyNode
    /// `rules[2].tools`
    let key: String

    func problem(_ expected: String, line: Int? = nil) -> PolicyError {
        PolicyError(file: file, line: line ?? node.line, key: key, expected: expected)
    }

    /// The mapping's members in order. A name that occurs twice, or that is not in `allowed`, is an error.
    func members(allowed: Set<String>? = nil) throws(PolicyError) -> [(name: String, value: PolicyReader)] {
        guard case .map(let members) = node.content else { throw problem("expected a mapping (key: value)") }
        var seen: Set<String> = []
        var result: [(String, PolicyReader)] = []
        for member in members {
            let place = key.isEmpty ? member.name : "\(key).\(member.name)"
            let reader = PolicyReader(file: file, node: member.value, key: place)
            guard seen.insert(member.name).inserted else {
                throw reader.problem("expected once; it occurs twice", line: member.line)
            }
            if let allowed, !allowed.contains(member.name) {
                throw reader.problem(
                    "is not known here; expected one of \(allowed.sorted().joined(separator: ", "))", line: member.line)
            }
            result.append((member.name, reader))
        }
        return result
    }

    static let maximumElements = 1_000

    func elements() throws(PolicyError) -> [PolicyReader] {
        guard case .list(let elements) = node.content else { throw problem("expected a list") }
        guard elements.count <= PolicyReader.maximumElements else {
            throw problem("expected at most \(PolicyReader.maximumElements) entries")
        }
        return elements.enumerated().map { PolicyReader(file: file, node: $1, key: "\(key)[\($0)]") }
    }

    /// A list that narrows something. An empty one would match nothing, which is never what was meant.
    func entries() throws(PolicyError) -> [PolicyReader] {
        let entries = try elements()
        guard !entries.isEmpty else { throw problem("expected at least one entry") }
        return entries
    }

    func scalar() throws(PolicyError) -> JSONValue {
        guard case .scalar(let value, _) = node.content, !value.isNull else {
            throw problem("expected a text, a number, true or false")
        }
        return value
    }

    /// A text that is not empty. A number without quotes is the text that it was written as.
    func string() throws(PolicyError) -> String {
        guard case .scalar(let value, let text) = node.content, !value.isNull, !text.isEmpty else {
            throw problem("expected a text")
        }
        return text
    }

    /// A text that people will see: no control, invisible or bidirectional characters.
    func words() throws(PolicyError) -> String {
        let text = try string()
        guard !text.unicodeScalars.contains(where: \.isUnprintable), text.utf8.count <= 500 else {
            throw problem("expected at most 500 bytes of text without line ends, control and invisible characters")
        }
        return text
    }

    func list() throws(PolicyError) -> [String] {
        var result: [String] = []
        for entry in try entries() { result.append(try entry.words()) }
        return result
    }

    func bool() throws(PolicyError) -> Bool {
        guard case .scalar(.bool(let value), _) = node.content else { throw problem("expected true or false") }
        return value
    }

    func number(_ range: ClosedRange<Double> = -1e300...1e300) throws(PolicyError) -> Double {
        guard case .scalar(let value, _) = node.content, let number = value.double, range.contains(number) else {
            throw problem(
                range.lowerBound < -1e299
                    ? "expected a number" : "expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func integer(_ range: ClosedRange<Int>) throws(PolicyError) -> Int {
        guard case .scalar(let value, _) = node.content, let number = value.int.flatMap({ Int(exactly: $0) }),
            range.contains(number)
        else { throw problem("expected a whole number from \(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    /// One of an enumeration's words.
    func word<Value: RawRepresentable & CaseIterable>(_: Value.Type) throws(PolicyError) -> Value
    where Value.RawValue == String {
        if case .scalar(_, let text) = node.content, let value = Value(rawValue: text) { return value }
        throw problem("expected one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    func wordSet<Value: RawRepresentable & CaseIterable & Hashable>(_ type: Value.Type) throws(PolicyError) -> Set<Value>
    where Value.RawValue == String {
        var result: Set<Value> = []
        for entry in try entries() { result.insert(try entry.word(type)) }
        return result
    }

    func effect() throws(PolicyError) -> Effect {
        if case .scalar(_, let text) = node.content, let effect = Effect(rawValue: text) { return effect }
        throw problem("expected one of read, write, disclose, instrument")
    }

    func moment() throws(PolicyError) -> Instant {
        guard case .scalar(_, let text) = node.content, let moment = Instant(rfc3339: text) else {
            throw problem("expected a time such as 2026-11-20T14:20:00Z")
        }
        return moment
    }

    /// The node as JSON.
    func json() throws(PolicyError) -> JSONValue {
        switch node.content {
        case .scalar(let value, _): return value
        case .list:
            var list: [JSONValue] = []
            for element in try elements() { list.append(try element.json()) }
            return .array(list)
        case .map:
            var object = JSONObject()
            for (name, value) in try members() { object[name] = try value.json() }
            return .object(object)
        }
    }
}
