/// A small generator with a seed (SplitMix64), so that a failure can be had again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// The bytes with a few of them replaced, removed, doubled or put elsewhere.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &self) where bytes.count > 8 {
            let position = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &self)
            case 2: bytes.insert([0x0A, 0x20, 0x2B, 0x2D, 0x30, 0x3D, 0xFF].randomElement(using: &self) ?? 0, at: position)
            case 3: bytes.remove(at: position)
            case 4: bytes.removeSubrange(position..<min(position + Int.random(in: 1...40, using: &self), bytes.count))
            default:
                let piece = bytes[position..<min(position + Int.random(in: 1...40, using: &self), bytes.count)]
                bytes.insert(contentsOf: Array(piece), at: Int.random(in: 0...bytes.count, using: &self))
            }
        }
        return bytes
    }
}
