/// Hashing of bytes and of sequences of hashes. Equal input gives equal output in every run.
enum Hash {
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    static let variable: UInt64 = 0xA076_1D64_78BD_642F

    /// One step of FNV-1a (Fowler, Noll, Vo; RFC 9923).
    @inline(__always)
    static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), shortened.
    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    static func of(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        var hash = seed
        for index in start..<end { hash = step(hash, bytes[index]) }
        return hash
    }
}
