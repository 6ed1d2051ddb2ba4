import Core

/// JSON as Python's `json.dumps` writes it: a space behind each comma and colon.
enum SpacedJSON {
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): "[" + elements.map(text).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.members.map { JSONValue.string($0.name).compact + ": " + text($0.value) }.joined(separator: ", ") + "}"
        default: value.compact
        }
    }
}
