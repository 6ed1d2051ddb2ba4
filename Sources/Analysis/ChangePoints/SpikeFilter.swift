/// Takes spikes out of a series: short runs of values far from the running median are replaced by it (Hampel's identifier). A
/// run that reaches the last value stays, since nothing says yet whether it is a spike.
enum SpikeFilter {
    /// Values to either side that make the running median.
    static let halfWidth = 5
    static let longestRun = 4
    static let deviations = 5.0

    static func filtered(_ values: [Double]) -> [Double] {
        let count = values.count
        let short = count < 4 * halfWidth
        let half = short ? 3 : halfWidth
        let longest = short ? 2 : longestRun
        guard count > 2 * half else { return values }
        let medians = values.indices.map { Statistics.median(Array(values[max(0, $0 - half)...min(count - 1, $0 + half)])) }
        let distances = zip(values, medians).map { $0 - $1 }
        var scale = Statistics.spread(distances, around: 0)
        if scale <= 0 { scale = 0.8 * Statistics.mean(distances.map { $0 * $0 }).squareRoot() }
        guard scale > 0 else { return values }
        var filtered = values
        var index = 0
        while index < count {
            guard abs(distances[index]) > deviations * scale else {
                index += 1
                continue
            }
            let first = index
            while index < count, abs(distances[index]) > deviations * scale { index += 1 }
            if index - first <= longest, index < count { filtered.replaceSubrange(first..<index, with: medians[first..<index]) }
        }
        return filtered
    }
}
