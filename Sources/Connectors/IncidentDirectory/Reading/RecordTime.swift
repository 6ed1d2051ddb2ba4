import Core

/// Times in the forms that files have them: RFC 3339, the same without a zone (taken as UTC), or a number of seconds,
/// milliseconds, microseconds or nanoseconds since 1970, told apart by its size.
enum RecordTime {
    static func stamp(_ value: JSONValue?) -> Stamp? {
        switch value {
        case .string(let text): stamp(text)
        case .number(let number): stamp(number: number.text)
        default: nil
        }
    }

    static func stamp(_ text: String) -> Stamp? {
        guard (1...64).contains(text.utf8.count) else { return nil }
        if let stamp = Stamp(rfc3339: text) { return stamp }
        if let stamp = Stamp(rfc3339: text + "Z") { return stamp }
        return stamp(number: text)
    }

    /// Seconds up to the year 5138, then milliseconds, microseconds, nanoseconds.
    static func stamp(number text: String) -> Stamp? {
        if let whole = Int64(text) {
            switch whole.magnitude {
            case ..<100_000_000_000:
                return whole.magnitude < 9_200_000_000 ? Stamp(Instant(seconds: whole)) : nil
            case ..<9_200_000_000_000: return Stamp(Instant(milliseconds: whole), precision: .milliseconds)
            case ..<100_000_000_000_000: return nil
            case ..<9_200_000_000_000_000: return Stamp(Instant(nanoseconds: whole * 1000), precision: .microseconds)
            case ..<100_000_000_000_000_000: return nil
            default: return Stamp(Instant(nanoseconds: whole), precision: .nanoseconds)
            }
        }
        guard let number = Double(text), number.isFinite, abs(number) < 9.2e12 else { return nil }
        let isMilliseconds = abs(number) >= 1e11
        guard isMilliseconds || abs(number) < 9.2e9 else { return nil }
        return Stamp(Instant(fractionalSeconds: isMilliseconds ? number / 1000 : number), precision: .milliseconds)
    }
}

extension JSONObject {
    /// The first of some members that is a text with something in it.
    func text(_ names: String...) -> String? {
        for name in names { if let text = self[name]?.string, !text.isEmpty { return text } }
        return nil
    }

    /// The first of some members that is a time.
    func stamp(_ names: String...) throws(RecordFault) -> Stamp {
        for name in names {
            guard let value = self[name], !value.isNull else { continue }
            guard let stamp = RecordTime.stamp(value) else { throw RecordFault("its \(name) is no time that can be read") }
            return stamp
        }
        throw RecordFault("has no \(names.first ?? "time")")
    }
}

extension JSONValue {
    /// A scalar as text, cut when long; `nil` for lists, objects and null.
    func scalarText(longest: Int = 2000) -> String? {
        switch self {
        case .string(let text): text.utf8.count > longest ? String(text.prefix(longest)) : text
        case .number(let number): String(number.text.prefix(longest))
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
