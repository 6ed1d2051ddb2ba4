/// Seeded choices, one after the other: the same seed gives the same choices.
struct Dice: Sendable {
    private let seed: UInt64
    private var position: UInt64 = 0

    init(_ seed: UInt64) { self.seed = seed }

    /// Dice of their own for a purpose, so that what is drawn for it moves nothing else.
    init(_ seed: UInt64, for purpose: String) { self.init(seed ^ Noise.hash(purpose)) }

    mutating func bits() -> UInt64 {
        position += 1
        return Noise.bits(seed, position)
    }

    /// Uniform in `0 ..< bound`; 0 where the bound is not positive.
    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(bits() % UInt64(bound)) : 0 }

    mutating func int(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    mutating func real(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(bits() >> 11) * 0x1p-53
    }

    mutating func chance(_ share: Double) -> Bool { real(0...1) < share }

    /// One of a pool that is not empty.
    mutating func pick<Element>(_ pool: [Element]) -> Element { pool[below(pool.count)] }

    mutating func shuffled<Element>(_ pool: [Element]) -> [Element] {
        var result = pool
        for index in result.indices.reversed() { result.swapAt(index, below(index + 1)) }
        return result
    }
}
