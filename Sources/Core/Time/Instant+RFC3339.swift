// RFC 3339, read strictly enough to be safe and loosely enough for what servers send: any number of fraction digits (those
// beyond nanoseconds are cut), `Z`, `+02:00` and Jira's `+0200`, a space in place of `T`. Calendar arithmetic follows
// Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).

extension Instant {
    /// Reads an RFC 3339 time. `nil` when the text is not one.
    public init?(rfc3339 text: String) {
        guard let parsed = Instant.parse(rfc3339: text) else { return nil }
        self = parsed.instant
    }

    /// Reads an RFC 3339 time and says how precise the text was.
    public static func parse(rfc3339 text: String) -> (instant: Instant, precision: Precision)? {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2), scanner.take(":"),
            let second = scanner.number(2), (1...12).contains(month), (1...daysIn(month: month, of: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction: Int64 = 0
        var digits = 0
        if scanner.take(".") || scanner.take(",") {
            guard let (value, count) = scanner.fraction() else { return nil }
            fraction = value
            digits = count
        }
        guard let offset = scanner.zoneOffset(), scanner.isAtEnd else { return nil }
        let days = Instant.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
        guard abs(seconds) < 9_200_000_000 else { return nil }
        return (Instant(nanoseconds: seconds * 1_000_000_000 + fraction), Precision(fractionDigits: digits))
    }

    /// RFC 3339 in UTC with as many fraction digits as `precision` asks for, cut and not rounded.
    public func rfc3339(_ precision: Precision = .seconds) -> String {
        let parts = components
        let head =
            "\(pad(parts.year, 4))-\(pad(parts.month, 2))-\(pad(parts.day, 2))"
            + "T\(pad(parts.hour, 2)):\(pad(parts.minute, 2)):\(pad(parts.second, 2))"
        guard precision.fractionDigits > 0 else { return head + "Z" }
        return head + "." + pad(parts.nanosecond, 9).prefix(precision.fractionDigits) + "Z"
    }

    /// RFC 3339 in UTC with as many fraction digits as the value needs (none, 3, 6 or 9).
    public var rfc3339Exact: String {
        for precision in [Precision.seconds, .milliseconds, .microseconds] where nanoseconds % precision.nanoseconds == 0 {
            return rfc3339(precision)
        }
        return rfc3339(.nanoseconds)
    }

    /// `14:23`, or `14:26:30` when the seconds are not zero. UTC.
    public var clock: String {
        let parts = components
        let minutes = "\(pad(parts.hour, 2)):\(pad(parts.minute, 2))"
        return parts.second == 0 ? minutes : minutes + ":" + pad(parts.second, 2)
    }

    /// `2026-11-20`. UTC.
    public var date: String { String(rfc3339().prefix(10)) }

    public struct Components: Sendable, Hashable {
        public var year, month, day, hour, minute, second, nanosecond: Int
    }

    /// The civil date and time in UTC.
    public var components: Components {
        let seconds = wholeSeconds
        let dayNumber = seconds.flooredDivision(by: 86_400)
        let inDay = Int(seconds - dayNumber * 86_400)
        let shifted = dayNumber + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return Components(
            year: Int(year), month: Int(month), day: Int(day), hour: inDay / 3600, minute: inDay / 60 % 60,
            second: inDay % 60, nanosecond: Int(nanoseconds &- seconds &* 1_000_000_000))
    }

    /// Days since the epoch of a civil date.
    static func days(year: Int, month: Int, day: Int) -> Int64 {
        let year = Int64(month <= 2 ? year - 1 : year)
        let era = year.flooredDivision(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func daysIn(month: Int, of year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

extension Instant: Codable, CustomStringConvertible {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is not an RFC 3339 time"))
        }
        self = instant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339Exact)
    }

    public var description: String { rfc3339Exact }
}

private func pad(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8.prefix(64)) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    mutating func number(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += count
        return value
    }

    mutating func fraction() -> (nanoseconds: Int64, digits: Int)? {
        var value: Int64 = 0
        var digits = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            if digits < 9 {
                value = value * 10 + Int64(bytes[position] - 0x30)
                digits += 1
            }
            position += 1
        }
        guard digits > 0 else { return nil }
        let written = digits
        while digits < 9 {
            value *= 10
            digits += 1
        }
        return (value, written)
    }

    mutating func zoneOffset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2) else { return nil }
        _ = take(":")
        guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
