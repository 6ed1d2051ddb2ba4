import Core

/// Puts right what models get wrong in arguments, where there is one reading: a number written as text, one value where a list is
/// wanted, a time in Unix seconds, a list or an object as JSON in a string, a word in other letters' case.
///
/// What has no one reading stays as it is, and is explained by whoever checks the form.
struct ArgumentMending {
    private(set) var value: JSONValue
    /// What was mended, by the members' names; for the model, so that it learns.
    private(set) var mended: [String] = []

    private static let depth = 6

    init(_ arguments: JSONValue, schema: JSONValue) {
        value = arguments
        if let text = arguments.string, let object = try? JSONValue(parsing: text), object.object != nil {
            value = object
            mended.append("the arguments")
        }
        value = mend(value, schema, name: "", depth: 0)
    }

    private mutating func mend(_ value: JSONValue, _ schema: JSONValue, name: String, depth: Int) -> JSONValue {
        guard depth <= ArgumentMending.depth else { return value }
        switch (schema["type"]?.string, value) {
        case ("object", .object(let object)): return .object(mend(object, schema, name: name, depth: depth))
        case ("object", .string(let text)): return parsed(text, name) { $0.object != nil } ?? value
        case ("array", .array(let elements)):
            return .array(elements.map { mend($0, schema["items"] ?? [:], name: name, depth: depth + 1) })
        case ("array", .string(let text)):
            if text.hasPrefix("["), let list = parsed(text, name, where: { $0.array != nil }) { return list }
            return note(name, .array([mend(value, schema["items"] ?? [:], name: name, depth: depth + 1)]))
        case ("array", .null): return value
        case ("array", _): return note(name, .array([mend(value, schema["items"] ?? [:], name: name, depth: depth + 1)]))
        case ("integer", .string(let text)): return Int64(text).map { note(name, .number(JSONNumber($0))) } ?? value
        case ("integer", .number(let number)) where number.int == nil:
            let double = number.double
            guard double == double.rounded(), abs(double) < 1e15 else { return value }
            return note(name, .number(JSONNumber(Int64(double))))
        case ("number", .string(let text)):
            guard let number = Double(text), number.isFinite else { return value }
            return note(name, .number(number))
        case ("boolean", .string(let text)):
            let word = text.lowercased()
            return ["true", "false"].contains(word) ? note(name, .bool(word == "true")) : value
        case ("string", .array(let elements)) where elements.count == 1:
            return note(name, mend(elements[0], schema, name: name, depth: depth + 1))
        case ("string", _): return string(value, schema, name)
        default: return value
        }
    }

    private mutating func mend(_ object: JSONObject, _ schema: JSONValue, name: String, depth: Int) -> JSONObject {
        let known = schema["properties"]?.object ?? JSONObject()
        var result = JSONObject()
        for (member, value) in object.members {
            var own = member
            if known[member] == nil {
                let alike = known.members.map(\.name).filter { ArgumentMending.fold($0) == ArgumentMending.fold(member) }
                if alike.count == 1, object[alike[0]] == nil {
                    own = alike[0]
                    mended.append(own)
                }
            }
            result[own] = known[own].map { mend(value, $0, name: own, depth: depth + 1) } ?? value
        }
        return result
    }

    private mutating func string(_ value: JSONValue, _ schema: JSONValue, _ name: String) -> JSONValue {
        if schema["format"]?.string == "date-time" { return time(value, name) }
        if let words = schema["enum"]?.array?.compactMap(\.string), let text = value.string, !words.contains(text) {
            let alike = words.filter { $0.lowercased() == text.lowercased() }
            return alike.count == 1 ? note(name, .string(alike[0])) : value
        }
        if case .number(let number) = value { return note(name, .string(number.text)) }
        return value
    }

    /// Unix time in seconds, milliseconds, microseconds or nanoseconds by its size; RFC 3339 with a space, or without a zone, which
    /// is UTC.
    private mutating func time(_ value: JSONValue, _ name: String) -> JSONValue {
        let text = value.string ?? { if case .number(let number) = value { number.text } else { nil } }()
        guard let text, Instant(rfc3339: text) == nil else { return value }
        if let number = Double(text), number.isFinite, number > 1e8 {
            let scale = number < 1e11 ? 1.0 : number < 1e14 ? 1e3 : number < 1e17 ? 1e6 : 1e9
            let seconds = number / scale
            guard seconds < 1e11 else { return value }
            return note(name, .string(Instant(fractionalSeconds: seconds).rfc3339Exact))
        }
        var candidate = text
        if let space = candidate.firstIndex(of: " ") { candidate.replaceSubrange(space...space, with: "T") }
        for suffix in ["", "Z", ":00Z"] where Instant(rfc3339: candidate + suffix) != nil {
            return note(name, .string(candidate + suffix))
        }
        return value
    }

    private mutating func parsed(_ text: String, _ name: String, where isRight: (JSONValue) -> Bool) -> JSONValue? {
        guard let value = try? JSONValue(parsing: text), isRight(value) else { return nil }
        return note(name, value)
    }

    private mutating func note(_ name: String, _ value: JSONValue) -> JSONValue {
        let name = name.isEmpty ? "the arguments" : name
        if !mended.contains(name) { mended.append(name) }
        return value
    }

    private static func fold(_ name: String) -> String { name.lowercased().filter { $0 != "_" && $0 != "-" } }
}
