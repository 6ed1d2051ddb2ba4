import Foundation

/// A ``Curve`` placed on a day and given a seed, so that it has one value for each second.
struct Trace: Sendable {
    private let curve: Curve
    private let seed: UInt64
    private let keys: [(seconds: Int64, value: Double)]

    init(_ curve: Curve, day: ScenarioDay, seed: UInt64) {
        self.curve = curve
        self.seed = seed
        keys = curve.keys.map { (day.seconds($0.at), $0.value) }
    }

    /// The value without noise.
    func level(at second: Int64) -> Double {
        guard let first = keys.first, let last = keys.last, second >= first.seconds, second < last.seconds else {
            return curve.base
        }
        var left = first
        for key in keys {
            if key.seconds > second {
                let share = Double(second - left.seconds) / Double(key.seconds - left.seconds)
                return left.value + (key.value - left.value) * share
            }
            left = key
        }
        return curve.base
    }

    /// The value with rhythm and noise; never negative.
    func value(at second: Int64) -> Double {
        var value = level(at: second)
        if curve.exact, let first = keys.first, let last = keys.last, second >= first.seconds, second < last.seconds {
            return value
        }
        if curve.rhythm != 0 {
            let peak: Int64 = 14 * 3600 + 1800
            let angle = Double((second - peak) % 86_400) / 86_400 * 2 * Double.pi
            value *= 1 - curve.rhythm * (1 - cos(angle))
        }
        if curve.noise != 0 { value *= 1 + curve.noise * Noise.gaussian(seed, UInt64(bitPattern: second)) }
        return max(0, value)
    }
}
