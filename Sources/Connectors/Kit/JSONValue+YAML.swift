public import Core
import Yams

/// Why a YAML text could not be read.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String
    public init(_ reason: String) { self.reason = reason }
    public var description: String { "not valid YAML: \(reason)" }
}

extension JSONValue {
    /// Reads one YAML document as servers print their configuration: mappings, sequences, and every scalar as a string, but
    /// `null`, `true` and `false` written without quotes. An empty text is `null`.
    ///
    /// - Throws: ``YAMLError``, also when a name occurs twice, its aliases could unfold to more than 10 MB or nesting is deeper than 100.
    public init(yaml text: String) throws(YAMLError) {
        let text = try YAMLText(text)
        var budget = 200_000
        guard text.isMapping else {
            self =
                try text.value.map { node throws(YAMLError) in try JSONValue.value(of: node, depth: 0, budget: &budget) }
                ?? .null
            return
        }
        var object = JSONObject()
        try text.forEachMember { name, node throws(YAMLError) in
            object[name] = try JSONValue.value(of: node, depth: 1, budget: &budget)
        }
        self = .object(object)
    }

    private static func value(of node: Node, depth: Int, budget: inout Int) throws(YAMLError) -> JSONValue {
        budget -= 1
        guard budget > 0 else { throw YAMLError("it unfolds to too many values") }
        guard depth < 100 else { throw YAMLError("it is nested too deeply") }
        switch node {
        case .scalar(let scalar): return self.scalar(scalar)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try value(of: element, depth: depth + 1, budget: &budget)) }
            return .array(elements)
        case .mapping(let mapping):
            var object = JSONObject()
            for (name, element) in mapping {
                object[name.scalar?.string ?? ""] = try value(of: element, depth: depth + 1, budget: &budget)
            }
            return .object(object)
        case .alias: throw YAMLError("it has an alias to nothing")
        }
    }

    private static func scalar(_ scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "null", "~": return .null
        case "true": return true
        case "false": return false
        default: return .string(scalar.string)
        }
    }
}
