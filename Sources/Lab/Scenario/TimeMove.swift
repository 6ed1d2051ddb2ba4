import Core

/// Moves times of the incident's day that lie in a range, both ends included.
struct TimeMove: Sendable, Decodable {
    var from: When
    var to: When
    var seconds: Int64
    /// The parts of the scenario it is limited to, such as `logs.templates`; all of it without them.
    var `in`: [String]?

    var parts: [[String]] { (`in` ?? []).map { $0.split(separator: ".").map(String.init) } }

    /// A document with its times moved.
    func callAsFunction(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(moved(text))
        case .array(let elements): .array(elements.map { self($0) })
        case .object(let object): .object(JSONObject(object.members.map { ($0.name, self($0.value)) }))
        default: value
        }
    }

    private func moved(_ text: String) -> String {
        if let time = time(text[...]) { return time }
        return text.replacing(#/\$\{time ([0-9:.]+)\}/#) { match in
            time(match.1).map { "${time \($0)}" } ?? String(match.0)
        }
    }

    /// `nil` for what is no time of the day itself, or lies outside the range.
    private func time(_ text: Substring) -> String? {
        guard text.first?.isNumber == true, let when = When(String(text)),
            (from.offset...max(from.offset, to.offset)) ~= when.offset
        else { return nil }
        let midnight = Instant(nanoseconds: when.offset + seconds * 1_000_000_000).rfc3339Exact
        // 1970-01-01T14:21:00Z: the clock of it.
        return String(midnight.dropFirst(11).dropLast())
    }
}
