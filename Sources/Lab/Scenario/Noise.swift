/// Seeded noise: a value depends on the seed and a position, not on what was asked before.
enum Noise {
    /// FNV-1a, 64 bits, of the UTF-8 of `text`: the same on every run, which `Hasher` is not.
    static func hash(_ text: String) -> UInt64 {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return value
    }

    /// SplitMix64 (Steele, Lea, Flood 2014) of the seed moved to `position`.
    static func bits(_ seed: UInt64, _ position: UInt64) -> UInt64 {
        var value = seed &+ (position &+ 1) &* 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// Uniform in 0 ..< 1.
    static func uniform(_ seed: UInt64, _ position: UInt64) -> Double {
        Double(bits(seed, position) >> 11) * 0x1p-53
    }

    /// Near enough to a standard normal: the sum of four 16-bit uniforms, centred and scaled. Bounded by ±3.5.
    static func gaussian(_ seed: UInt64, _ position: UInt64) -> Double {
        let value = bits(seed, position)
        let sum = (value & 0xffff) + ((value >> 16) & 0xffff) + ((value >> 32) & 0xffff) + (value >> 48)
        return (Double(sum) / 65_536 - 2) * 1.7320508
    }
}
