/// Dates with the names of months and days: `Sun Jul 17 09:44:07 2005`, `Jun 9 06:06:20`.
enum CalendarDate {
    private static let days = names("MonTueWedThuFriSatSun")
    private static let months = names("JanFebMarAprMayJunJulAugSepOctNovDec")

    private static func names(_ text: StaticString) -> [UInt32] {
        let bytes = Array(text.description.utf8)
        return stride(from: 0, to: bytes.count, by: 3).map { place in
            bytes[place..<min(place + 3, bytes.count)].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    /// The end of a date that begins at a name of three letters.
    @inline(never)
    static func end(in bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        guard start + 5 < end else { return nil }
        let first = bytes[start]
        guard
            first == 0x4A || first == 0x46 || first == 0x4D || first == 0x41 || first == 0x53 || first == 0x4F || first == 0x4E
                || first == 0x44 || first == 0x54 || first == 0x57
        else { return nil }
        var place = start
        var name = code(bytes, place, end)
        if let day = name, days.contains(day) {
            place = skipSpaces(bytes, place + 3, end)
            name = code(bytes, place, end)
        }
        guard let month = name, months.contains(month) else { return nil }
        guard let day = digits(bytes, skipSpaces(bytes, place + 3, end), end, 1...2) else { return nil }
        place = day
        guard let time = clock(bytes, skipSpaces(bytes, place, end), end) else { return place }
        place = time
        let next = skipSpaces(bytes, place, end)
        if let year = digits(bytes, next, end, 4...4) { return year }
        // A zone: `CEST 2005`.
        var zone = next
        while zone < end, zone - next < 6, 0x41...0x5A ~= bytes[zone] { zone += 1 }
        if zone > next, let year = digits(bytes, skipSpaces(bytes, zone, end), end, 4...4) { return year }
        return place
    }

    private static func code(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32? {
        guard start + 3 <= end else { return nil }
        return UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
    }

    private static func skipSpaces(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var place = start
        while place < end, bytes[place] == 0x20 { place += 1 }
        return place
    }

    /// The end of a whole number of so many digits.
    private static func digits(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ length: ClosedRange<Int>) -> Int? {
        var place = start
        while place < end, bytes[place] &- 0x30 < 10 { place += 1 }
        guard length.contains(place - start) else { return nil }
        return place == end || bytes[place] <= 0x20 || bytes[place] == 0x2C || bytes[place] == 0x5D || bytes[place] == 0x29
            ? place : nil
    }

    /// The end of `09:44:07` or `09:44:07.123`.
    private static func clock(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        guard start + 8 <= end, bytes[start + 2] == 0x3A, bytes[start + 5] == 0x3A else { return nil }
        for offset in [0, 1, 3, 4, 6, 7] where bytes[start + offset] &- 0x30 >= 10 { return nil }
        var place = start + 8
        if place < end, bytes[place] == 0x2E || bytes[place] == 0x2C {
            var fraction = place + 1
            while fraction < end, bytes[fraction] &- 0x30 < 10 { fraction += 1 }
            if fraction > place + 1 { place = fraction }
        }
        return place
    }
}
