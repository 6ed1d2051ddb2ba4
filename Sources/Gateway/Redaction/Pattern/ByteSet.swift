/// A set of bytes.
struct ByteSet: Hashable, Sendable {
    private var low = SIMD2<UInt64>(0, 0)
    private var high = SIMD2<UInt64>(0, 0)

    init() {}

    init(_ text: String) { for byte in text.utf8 { insert(byte) } }

    init(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

    func contains(_ byte: UInt8) -> Bool {
        let half = byte < 128 ? low : high
        return half[Int(byte >> 6) & 1] >> UInt64(byte & 63) & 1 == 1
    }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        if byte < 128 { low[Int(byte >> 6) & 1] |= bit } else { high[Int(byte >> 6) & 1] |= bit }
    }

    mutating func formUnion(_ other: ByteSet) {
        low |= other.low
        high |= other.high
    }

    func union(_ other: ByteSet) -> ByteSet {
        var result = self
        result.formUnion(other)
        return result
    }

    func subtracting(_ other: ByteSet) -> ByteSet {
        var result = self
        result.low &= ~other.low
        result.high &= ~other.high
        return result
    }

    var inverted: ByteSet {
        var result = ByteSet()
        result.low = ~low
        result.high = ~high
        return result
    }

    /// With the other case of each ASCII letter.
    var caseless: ByteSet {
        var result = self
        for byte in members where byte.isASCIILetter { result.insert(byte ^ 0x20) }
        return result
    }

    var members: [UInt8] { (0...255).filter { contains($0) } }

    /// The member of a set that has one.
    var only: UInt8? {
        let members = members
        return members.count == 1 ? members[0] : nil
    }

    static let digits = ByteSet(0x30...0x39)
    static let letters = ByteSet(0x41...0x5A).union(ByteSet(0x61...0x7A))
    static let word = letters.union(digits).union(ByteSet("_"))
    static let space = ByteSet(" \t\r\n")
    static let hex = digits.union(ByteSet("abcdefABCDEF"))
    /// Standard and URL-safe base64 without padding.
    static let base64 = letters.union(digits).union(ByteSet("+/-_"))
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- 0x30 < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
}
