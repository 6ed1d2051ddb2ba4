/// A mean with its 95 % interval: percentiles of 10,000 means over resampled series, always the same ones.
struct Bootstrap {
    var mean: Double
    var low: Double
    var high: Double

    init(_ values: [Double]) { self.init(values, weights: values.map { _ in 1 }) }

    /// The sum of the values over the sum of the weights, each series drawn with its weight.
    init(_ values: [Double], weights: [Double]) {
        mean = values.reduce(0, +) / weights.reduce(0, +)
        var random = SplitMix(state: 1)
        var means: [Double] = []
        for _ in 0..<(values.count > 1000 ? 500 : 10_000) {
            var (sum, weight) = (0.0, 0.0)
            for _ in values.indices {
                let index = Int(random.next() % UInt64(values.count))
                sum += values[index]
                weight += weights[index]
            }
            means.append(weight > 0 ? sum / weight : 0)
        }
        means.sort()
        low = means.isEmpty ? .nan : means[means.count / 40]
        high = means.isEmpty ? .nan : means[means.count - 1 - means.count / 40]
    }
}

/// Steele, Lea and Flood's generator, so that every run draws the same.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
