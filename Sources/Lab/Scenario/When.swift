import Core

/// A time as a scenario writes it: `14:21:00`, `14:21:00.125`, `-14d 09:00` or `+21d 12:00`, counted from the incident's day.
struct When: Sendable, Hashable {
    /// Nanoseconds from midnight (UTC) of the incident's day.
    var offset: Int64

    init(offset: Int64) { self.offset = offset }

    /// `nil` when the text is not such a time.
    init?(_ text: String) {
        var parts = text.split(separator: " ").map(String.init)
        guard !parts.isEmpty else { return nil }
        var days: Int64 = 0
        if let first = parts.first, first.hasSuffix("d"), let value = Int64(first.dropLast()) {
            days = value
            parts.removeFirst()
        }
        guard parts.count <= 1 else { return nil }
        let clock = parts.first ?? "00:00"
        let padded = clock.filter { $0 == ":" }.count == 1 ? clock + ":00" : clock
        guard let epoch = Instant(rfc3339: "1970-01-01T\(padded)Z") else { return nil }
        offset = days * 86_400_000_000_000 + epoch.nanoseconds
    }
}

extension When: Codable {
    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = When(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "'\(text)' is not a time such as 14:21:00 or -14d 09:00"))
        }
        self = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(offset)ns")
    }
}
