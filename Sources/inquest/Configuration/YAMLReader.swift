import Core
import Yams

/// Walks a YAML document with errors that name the line, the key and what was expected.
struct YAMLReader {
    let file: String
    let node: Node
    /// `sources[2].token`
    let key: String

    func problem(_ expected: String, at node: Node? = nil) -> Problem {
        let line = (node ?? self.node).mark.map { ":\($0.line)" } ?? ""
        return .badInput("\(file)\(line): \(key.isEmpty ? "the document" : "'\(key)'"): \(expected)")
    }

    /// The mapping's members in order. A name that occurs twice, or that is not in `allowed`, is an error.
    func members(allowed: Set<String>? = nil) throws(Problem) -> [(name: String, value: YAMLReader)] {
        guard let mapping = node.mapping else { throw problem("expected a mapping (key: value)") }
        var seen: Set<String> = []
        var result: [(String, YAMLReader)] = []
        for (name, value) in mapping {
            guard let text = name.string else { throw problem("expected keys that are words", at: name) }
            let reader = YAMLReader(file: file, node: value, key: key.isEmpty ? text : "\(key).\(text)")
            guard seen.insert(text).inserted else { throw reader.problem("occurs twice", at: name) }
            if let allowed, !allowed.contains(text) {
                throw reader.problem("is not known here; known are \(allowed.sorted().joined(separator: ", "))", at: name)
            }
            result.append((text, reader))
        }
        return result
    }

    func elements() throws(Problem) -> [YAMLReader] {
        guard let sequence = node.sequence else { throw problem("expected a list") }
        return sequence.enumerated().map { YAMLReader(file: file, node: $1, key: "\(key)[\($0)]") }
    }

    func string() throws(Problem) -> String {
        guard let scalar = node.scalar else { throw problem("expected text") }
        return scalar.string
    }

    func number(_ range: ClosedRange<Double>) throws(Problem) -> Double {
        guard let value = Double(try string()), range.contains(value) else {
            throw problem("expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func integer(_ range: ClosedRange<Int>) throws(Problem) -> Int {
        guard let value = Int(try string()), range.contains(value) else {
            throw problem("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func bool() throws(Problem) -> Bool {
        guard let value = node.bool else { throw problem("expected true or false") }
        return value
    }

    func strings() throws(Problem) -> [String] {
        var result: [String] = []
        for element in try elements() { result.append(try element.string()) }
        return result
    }

    /// The node as JSON, for options whose meaning only a connector knows.
    func json() throws(Problem) -> JSONValue {
        if node.mapping != nil {
            var object = JSONObject()
            for (name, value) in try members() { object[name] = try value.json() }
            return .object(object)
        }
        if node.sequence != nil {
            var list: [JSONValue] = []
            for element in try elements() { list.append(try element.json()) }
            return .array(list)
        }
        if node.scalar?.style == .plain {
            if node.null != nil { return .null }
            if let value = node.bool { return .bool(value) }
            if let value = node.int { return .number(value) }
            if let value = node.float { return .number(value) }
        }
        return .string(try string())
    }
}
