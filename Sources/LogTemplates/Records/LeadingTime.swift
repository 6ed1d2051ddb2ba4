/// The time at the head of a line.
struct LeadingTime: Sendable {
    /// Seconds since 1970; `nil` when the line does not say the year.
    var seconds: Double?
    /// The place after it.
    var end: Int

    /// Reads `2026-11-20T14:23:05.123Z`, `2026-11-20 14:23:05,123`, `2026/11/20 14:23:05+0100`, `Nov 20 14:23:05` and
    /// `Fri Nov 20 14:23:05 2026`, each also in `[…]`. A time without a zone is taken for UTC.
    static func read(_ bytes: Span<UInt8>) -> LeadingTime? {
        guard bytes.count >= 15 else { return nil }
        let isBracketed = bytes[0] == 0x5B
        let start = isBracketed ? 1 : 0
        guard var found = numeric(bytes, start) ?? named(bytes, start) else { return nil }
        if isBracketed {
            guard found.end < bytes.count, bytes[found.end] == 0x5D else { return nil }
            found.end += 1
        }
        guard found.end == bytes.count || bytes[found.end] <= 0x20 || bytes[found.end] == 0x3A || bytes[found.end] == 0x7C
        else {
            return nil
        }
        return found
    }

    private static func named(_ bytes: Span<UInt8>, _ start: Int) -> LeadingTime? {
        guard 0x41...0x57 ~= bytes[start], let end = CalendarDate.end(in: bytes, start, bytes.count), end - start >= 14 else {
            return nil
        }
        return LeadingTime(seconds: nil, end: end)
    }

    private static func numeric(_ bytes: Span<UInt8>, _ start: Int) -> LeadingTime? {
        guard let year = number(bytes, start, 4), start + 19 <= bytes.count else { return nil }
        let separator = bytes[start + 4]
        guard separator == 0x2D || separator == 0x2F || separator == 0x2E, bytes[start + 7] == separator,
            let month = number(bytes, start + 5, 2), let day = number(bytes, start + 8, 2),
            bytes[start + 10] == 0x54 || bytes[start + 10] == 0x20,
            let hour = number(bytes, start + 11, 2), bytes[start + 13] == 0x3A, let minute = number(bytes, start + 14, 2),
            bytes[start + 16] == 0x3A, let second = number(bytes, start + 17, 2),
            1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 61
        else { return nil }
        var seconds = Double(days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
        var end = start + 19
        if end < bytes.count, bytes[end] == 0x2E || bytes[end] == 0x2C {
            var scale = 0.1
            end += 1
            while end < bytes.count, bytes[end] &- 0x30 < 10 {
                seconds += Double(bytes[end] &- 0x30) * scale
                scale /= 10
                end += 1
            }
        }
        if end < bytes.count, bytes[end] == 0x5A {
            end += 1
        } else if end + 4 < bytes.count, bytes[end] == 0x2B || bytes[end] == 0x2D, let hours = number(bytes, end + 1, 2) {
            let colon = bytes[end + 3] == 0x3A ? 1 : 0
            if let minutes = number(bytes, end + 3 + colon, 2) {
                seconds += Double(hours * 3_600 + minutes * 60) * (bytes[end] == 0x2B ? -1 : 1)
                end += 5 + colon
            }
        }
        return LeadingTime(seconds: seconds, end: end)
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static func number(_ bytes: Span<UInt8>, _ start: Int, _ digits: Int) -> Int? {
        guard start + digits <= bytes.count else { return nil }
        var value = 0
        for place in start..<start + digits {
            let digit = bytes[place] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
