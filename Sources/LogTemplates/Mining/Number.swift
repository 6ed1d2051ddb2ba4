/// Decimal numbers in bytes.
enum Number {
    /// `12`, `-3.5`; `nil` for anything else, and for more than 18 digits.
    static func read(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Double? {
        var place = start
        guard place < end, end - start <= 20 else { return nil }
        let isNegative = bytes[place] == 0x2D
        if isNegative { place += 1 }
        var value = 0
        var digits = 0
        var scale = 0
        while place < end {
            let byte = bytes[place]
            if byte &- 0x30 < 10 {
                guard digits < 18 else { return nil }
                value = value &* 10 &+ Int(byte &- 0x30)
                digits += 1
                if scale > 0 { scale = scale &* 10 }
            } else if byte == 0x2E, scale == 0, digits > 0 {
                scale = 1
            } else {
                return nil
            }
            place += 1
        }
        guard digits > 0 else { return nil }
        let number = scale > 1 ? Double(value) / Double(scale) : Double(value)
        return isNegative ? -number : number
    }
}
