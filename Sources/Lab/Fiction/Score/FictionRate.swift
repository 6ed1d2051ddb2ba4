import Foundation

/// A share with Wilson's interval at 95 % (E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", JASA 22, 1927).
struct FictionRate: Sendable {
    var hits: Int
    var of: Int

    var share: Double { of > 0 ? Double(hits) / Double(of) : 0 }

    var interval: (low: Double, high: Double) {
        guard of > 0 else { return (0, 1) }
        let (number, z) = (Double(of), 1.959964)
        let spread = z * (share * (1 - share) / number + z * z / (4 * number * number)).squareRoot()
        let middle = share + z * z / (2 * number)
        let scale = 1 + z * z / number
        return (max(0, (middle - spread) / scale), min(1, (middle + spread) / scale))
    }

    private static func percent(_ value: Double) -> String { String(format: "%.1f %%", value * 100) }

    /// `93.1 % (88.4 % to 96.0 %), 122 of 131`.
    var text: String {
        "\(Self.percent(share)) (\(Self.percent(interval.low)) to \(Self.percent(interval.high))), \(hits) of \(of)"
    }
}
