/// Hexadecimal digits in groups apart by colons: hardware addresses and IPv6 addresses.
enum ColonGroups {
    /// The end of an address that begins at `start`; `nil` when there are fewer than six groups and none left out, no digit, or a group of more than four digits.
    @inline(never)
    static func end(in bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var place = start
        var groups = 1
        var inGroup = 0
        var isShortened = false
        var hasDigit = false
        while place < end {
            let byte = bytes[place]
            if byte == 0x3A {
                if inGroup == 0 { isShortened = true }
                groups += 1
                inGroup = 0
            } else if byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 {
                if byte &- 0x30 < 10 { hasDigit = true }
                inGroup += 1
                if inGroup > 4 { return nil }
            } else {
                break
            }
            place += 1
        }
        if place < end, bytes[place] > 0x20, bytes[place] < 0x80, (bytes[place] | 0x20) &- 0x61 < 26 { return nil }
        if inGroup == 0 {
            place -= 1
            groups -= 1
        }
        guard hasDigit, groups >= 6 || isShortened && groups >= 3 else { return nil }
        return place
    }
}
