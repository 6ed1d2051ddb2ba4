/// Numbers that a person would choose as a threshold.
public enum ReadableNumber {
    /// The one strictly between two values of one sign that is nearest to the first: 1, 2 or 5 times a power of ten, or, where
    /// none of these fits, 1.5, 3, 4 or 7 times one. `nil` where there is none, and for negative values.
    public static func between(_ edge: Double, and extreme: Double) -> Double? {
        let inside = all(between: edge, and: extreme, digits: [1, 2, 5])
        if let found = inside.first { return found }
        return all(between: edge, and: extreme, digits: [1.5, 3, 4, 7]).first
    }

    /// All of them, from the first value to the second.
    static func all(between edge: Double, and extreme: Double, digits: [Double]) -> [Double] {
        guard edge.isFinite, extreme.isFinite, edge >= 0, extreme >= 0, edge != extreme else { return [] }
        var candidates: [Double] = []
        for exponent in -9...15 {
            var power = 1.0
            for _ in 0..<abs(exponent) { power *= 10 }
            for digit in digits { candidates.append(exponent < 0 ? digit / power : digit * power) }
        }
        let (low, high) = (min(edge, extreme), max(edge, extreme))
        let inside = candidates.filter { $0 > low && $0 < high }
        return edge < extreme ? inside : inside.reversed()
    }
}
