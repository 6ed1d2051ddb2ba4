/// Turns three quantiles into the cumulative shares of a histogram's buckets, such that `histogram_quantile(0.99, ...)` gives
/// back the p99 exactly.
enum LatencyShape {
    /// The share of requests at or below each bound; `bounds` rise. The bucket `+Inf` is not included (its share is 1).
    static func shares(p50: Double, p90: Double, p99: Double, bounds: [Double]) -> [Double] {
        var shares = bounds.map { share(below: $0, p50: p50, p90: p90, p99: p99) }
        guard let upper = bounds.firstIndex(where: { $0 >= p99 }) else { return shares }
        // histogram_quantile interpolates linearly between the bounds around the quantile; the shares at these two bounds
        // are chosen so that 0.99 is met at p99.
        let low = upper == 0 ? 0 : bounds[upper - 1]
        let fraction = (p99 - low) / (bounds[upper] - low)
        var below = upper == 0 ? 0 : shares[upper - 1]
        var above = fraction > 0 ? below + (0.99 - below) / fraction : 1
        if above > 1 || above < 0.99 {
            above = 1
            below = fraction < 1 ? max(0, (0.99 - fraction) / (1 - fraction)) : 0.99
        }
        for index in shares.indices { shares[index] = index < upper ? min(shares[index], below) : max(shares[index], above) }
        if upper > 0 { shares[upper - 1] = below }
        shares[upper] = above
        return shares
    }

    /// Mean of the same distribution.
    static func mean(p50: Double, p90: Double, p99: Double) -> Double {
        0.25 * p50 + 0.2 * (p50 + p90) + 0.045 * (p90 + p99) + 0.0112 * p99
    }

    private static func share(below bound: Double, p50: Double, p90: Double, p99: Double) -> Double {
        switch bound {
        case ..<p50: 0.5 * bound / p50
        case ..<p90: 0.5 + 0.4 * (bound - p50) / (p90 - p50)
        case ..<p99: 0.9 + 0.09 * (bound - p90) / (p99 - p90)
        case ..<(1.25 * p99): 0.99 + 0.01 * (bound - p99) / (0.25 * p99)
        default: 1
        }
    }
}
