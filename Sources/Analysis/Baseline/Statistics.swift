/// Order statistics, on values that are already finite.
enum Statistics {
    /// The quantile of sorted values by linear interpolation (Hyndman and Fan's type 7).
    static func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
        guard let first = values.first, let last = values.last else { return .nan }
        let position = share * Double(values.count - 1)
        guard position > 0 else { return first }
        let index = Int(position)
        guard index + 1 < values.count else { return last }
        return values[index] + (values[index + 1] - values[index]) * (position - Double(index))
    }

    static func median(_ values: [Double]) -> Double { quantile(0.5, ofSorted: values.sorted()) }

    /// 1.4826 times the median absolute deviation: the standard deviation where values are normally distributed.
    static func spread(_ values: [Double], around centre: Double) -> Double {
        1.4826 * median(values.map { abs($0 - centre) })
    }

    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }
}

extension Sequence where Element == Double {
    var finite: [Double] { filter(\.isFinite) }
}
