import Core

/// Times and lists as the documents print them; numbers are printed by Analysis's `ValueText`.
enum Phrase {
    /// `14:23`, as precise as the stamp allows; with the date when it is not on `day`.
    static func clock(_ instant: Instant, precision: Precision = .seconds, on day: Instant? = nil) -> String {
        let clock = precision >= .minutes ? String(instant.rfc3339().suffix(9).prefix(5)) : instant.clock
        guard let day, instant.date != day.date else { return clock }
        return precision >= .days ? instant.date : instant.date + " " + clock
    }

    /// `a, b and c`
    static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }
}
