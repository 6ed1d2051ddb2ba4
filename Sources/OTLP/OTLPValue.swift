public import Core

/// Values as the JSON forms of OTLP write them. 64-bit numbers are strings by the mapping; numbers are read as well.
public enum OTLPValue {
    /// A longer text is cut here, so that one attribute cannot fill the memory.
    public static let longestText = 16_384
    /// Lists and maps that are nested deeper are left out.
    private static let mostDepth = 32

    /// A whole number; `nil` for a fraction and beyond 64 bits.
    public static func integer(_ value: JSONValue?) -> Int64? {
        if let text = value?.string { return Int64(text) }
        if let whole = value?.int { return whole }
        guard let number = value?.double, number.isFinite, abs(number) < 9.2e18, number == number.rounded() else { return nil }
        return Int64(number)
    }

    /// A finite number.
    public static func number(_ value: JSONValue?) -> Double? {
        guard let number = value?.string.flatMap({ Double($0) }) ?? value?.double, number.isFinite else { return nil }
        return number
    }

    /// Nanoseconds since the epoch; `nil` for none, for 0, which the protocol has for "unknown", and beyond the year 2262.
    public static func time(_ value: JSONValue?) -> Instant? {
        guard let nanoseconds = integer(value), nanoseconds > 0 else { return nil }
        return Instant(nanoseconds: nanoseconds)
    }

    /// Each attribute's value as text; of a name that occurs twice the first.
    public static func attributes(_ value: JSONValue?) -> [String: String] {
        var result: [String: String] = [:]
        for attribute in value?.array ?? [] {
            guard let name = attribute["key"]?.string, !name.isEmpty, result[name] == nil else { continue }
            result[name] = text(attribute["value"])
        }
        return result
    }

    /// An `AnyValue` as text: numbers and booleans as JSON writes them, lists and maps as JSON, bytes in base64.
    public static func text(_ value: JSONValue?) -> String {
        switch plain(value, depth: 0) {
        case .null: ""
        case .string(let text): cut(text)
        case let other: cut(other.compact)
        }
    }

    /// The text, cut where it is longer than ``longestText`` bytes.
    public static func cut(_ text: String) -> String {
        guard text.utf8.count > longestText else { return text }
        return String(decoding: text.utf8.prefix(longestText), as: UTF8.self) + "…"
    }

    /// An `AnyValue` as the value that it stands for.
    private static func plain(_ value: JSONValue?, depth: Int) -> JSONValue {
        guard let value else { return .null }
        guard let object = value.object else {
            // Some exporters write a bare value.
            return value.array == nil ? value : .null
        }
        if let text = object["stringValue"] { return text }
        if let flag = object["boolValue"] { return flag }
        if let whole = object["intValue"] { return integer(whole).map { .number(JSONNumber($0)) } ?? whole }
        if let number = object["doubleValue"] { return number }
        if let bytes = object["bytesValue"] { return bytes }
        guard depth < mostDepth else { return .null }
        if let list = object["arrayValue"] {
            return .array((list["values"]?.array ?? []).map { plain($0, depth: depth + 1) })
        }
        if let map = object["kvlistValue"] {
            var members = JSONObject()
            for member in map["values"]?.array ?? [] {
                guard let name = member["key"]?.string, members[name] == nil else { continue }
                members[name] = plain(member["value"], depth: depth + 1)
            }
            return .object(members)
        }
        return .null
    }
}
