import Core

/// A JSON document whose members are sorted by name: decoding gives them in no order, and what the Lab answers must be the same
/// on every run.
struct OrderedJSON: Sendable, Decodable {
    var value: JSONValue

    init(from decoder: any Decoder) throws { value = Self.sorted(try JSONValue(from: decoder)) }

    private static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(sorted))
        case .object(let object):
            .object(JSONObject(object.members.sorted { $0.name < $1.name }.map { ($0.name, sorted($0.value)) }))
        default: value
        }
    }
}
