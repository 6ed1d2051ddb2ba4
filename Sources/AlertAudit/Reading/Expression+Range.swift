import PromQL

extension Expression {
    /// Seconds over which all of its range selectors look; `nil` where there is none, or where they differ.
    var range: Double? {
        let ranges = Set(selectors.compactMap(\.range))
        return ranges.count == 1 ? ranges.first : nil
    }
}
