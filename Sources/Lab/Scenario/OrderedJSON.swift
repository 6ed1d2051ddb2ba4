import Core

/// A JSON document whose members are sorted by name: decoding gives them in no order, and what the Lab answers must be the same
/// on every run.
struct OrderedJSON: Sendable, Decodable {
    var value: JSONValue

    init(_ value: JSONValue) { self.value = Self.sorted(value) }

    init(from decoder: any Decoder) throws { value = Self.sorted(try JSONValue(from: decoder)) }

    /// The document with one text in its strings replaced by another.
    func replacing(_ text: String, with other: String) -> OrderedJSON {
        var copy = self
        copy.value = Self.map(value) { $0.replacing(text, with: other) }
        return copy
    }

    private static func map(_ value: JSONValue, _ change: (String) -> String) -> JSONValue {
        switch value {
        case .string(let text): .string(change(text))
        case .array(let elements): .array(elements.map { map($0, change) })
        case .object(let object): .object(JSONObject(object.members.map { ($0.name, map($0.value, change)) }))
        default: value
        }
    }

    private static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(sorted))
        case .object(let object):
            .object(JSONObject(object.members.sorted { $0.name < $1.name }.map { ($0.name, sorted($0.value)) }))
        default: value
        }
    }
}
