/// Decimal numbers that have one spelling: digits, without sign and leading zeros.
enum CanonicalDecimal {
    /// `nil` for any other spelling and for numbers above `Int64.max`.
    static func value(_ digits: some Collection<UInt8>) -> Int64? {
        guard let first = digits.first, digits.count <= 19, first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            // 19 digits stay below 2^64.
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return Int64(exactly: value)
    }
}
