public import Core

/// Reads a tool's input with errors that name the member.
public struct Input: Sendable {
    private let object: JSONObject

    public init(_ value: JSONValue) throws(InputError) {
        guard let object = value.object else { throw InputError("input", "expected an object") }
        self.object = object
    }

    /// Refuses members that the schema in `description` does not name: in a write, a misspelt member that is passed over makes
    /// something else than what was asked for.
    public init(_ value: JSONValue, of description: ToolDescription) throws(InputError) {
        try self.init(value)
        let known = description.input["properties"]?.object
        for member in object.members where known?[member.name] == nil {
            throw InputError(OutgoingText.line(String(member.name.prefix(40))), "is no member of this tool's input")
        }
    }

    public func string(_ name: String) throws(InputError) -> String {
        guard let value = try optionalString(name), !value.isEmpty else { throw InputError(name, "is needed, as a string") }
        return value
    }

    public func optionalString(_ name: String) throws(InputError) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else { throw InputError(name, "expected a string") }
        return text
    }

    public func strings(_ name: String) throws(InputError) -> [String] {
        guard let value = object[name], !value.isNull else { return [] }
        guard let elements = value.array else { throw InputError(name, "expected a list of strings") }
        var result: [String] = []
        for element in elements {
            guard let text = element.string else { throw InputError(name, "expected a list of strings") }
            result.append(text)
        }
        return result
    }

    public func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws(InputError) -> Int {
        guard let value = object[name], !value.isNull else { return fallback }
        guard let number = value.int.map({ Int($0) }), range.contains(number) else {
            throw InputError(name, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A whole number, when the member is there.
    public func optionalInteger(_ name: String, in range: ClosedRange<Int>) throws(InputError) -> Int? {
        guard let value = object[name], !value.isNull else { return nil }
        return try integer(name, in: range, default: range.lowerBound)
    }

    /// One of a few words.
    public func choice(_ name: String, of words: [String]) throws(InputError) -> String {
        let text = try string(name)
        guard words.contains(text) else {
            throw InputError(name, "expected " + words.map { "'\($0)'" }.joined(separator: " or "))
        }
        return text
    }

    public func time(_ name: String) throws(InputError) -> Instant {
        let text = try string(name)
        guard let instant = Instant(rfc3339: text) else {
            throw InputError(name, "'\(text.prefix(40))' is not an RFC 3339 time such as 2026-11-20T14:20:00Z")
        }
        return instant
    }

    /// A window from the members `from` and `to`, which must be in this order and no more than `days` apart.
    public func window(_ from: String = "from", _ to: String = "to", days: Double = 31) throws(InputError) -> TimeWindow {
        let start = try time(from)
        let end = try time(to)
        guard start < end else { throw InputError(to, "must be later than '\(from)'") }
        guard end.seconds(since: start) <= days * 86_400 else { throw InputError(to, "the window is longer than \(days) days") }
        return TimeWindow(from: start, to: end)
    }
}

extension TimeWindow {
    /// The members `from` and `to` for a tool's input.
    public var inputMembers: [(String, JSONValue)] {
        [("from", .string(from.rfc3339Exact)), ("to", .string(to.rfc3339Exact))]
    }
}

/// Short JSON Schemas for tools' inputs.
public enum Schema {
    public static func object(_ members: [(String, JSONValue)], required: [String] = []) -> JSONValue {
        [
            "type": "object", "properties": .object(JSONObject(members)),
            "required": .array(required.map { .string($0) }), "additionalProperties": false,
        ]
    }
    public static func string(_ says: String) -> JSONValue { ["type": "string", "description": .string(says)] }
    public static func time(_ says: String) -> JSONValue {
        ["type": "string", "format": "date-time", "description": .string(says)]
    }
    public static func integer(_ says: String) -> JSONValue { ["type": "integer", "description": .string(says)] }
    public static func choice(_ words: [String], _ says: String) -> JSONValue {
        ["type": "string", "enum": .array(words.map { .string($0) }), "description": .string(says)]
    }
    public static func strings(_ says: String) -> JSONValue {
        ["type": "array", "items": ["type": "string"], "description": .string(says)]
    }
}
