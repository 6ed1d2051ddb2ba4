/// A series made ready: without its seasonal component and its spikes, about zero on average and with a variance of one.
struct PreparedSeries {
    var values: [Double]
    /// Where each value stands, in steps.
    var positions: [Double]
    /// A prepared value times `scale` and plus `offset` is in the series' own unit.
    var scale: Double
    var offset: Double

    static let fewest = 8

    /// `nil` for fewer than ``fewest`` values and for values that are all the same. Values are finite, positions ascending.
    init?(_ raw: [Double], at positions: [Double]) {
        guard raw.count >= PreparedSeries.fewest, let largest = raw.map({ abs($0) }).max(), largest > 0 else { return nil }
        // Halves of halves, so that differences and sums of squares stay finite for the largest doubles.
        let unit = largest.isNormal ? largest : 1
        var values = raw.map { $0 / unit }
        let isEven = zip(positions.dropFirst(), positions).allSatisfy { $0 - $1 == 1 }
        if isEven, let season = SeasonalComponent(of: values) { values = season.removed(from: values) }
        values = SpikeFilter.filtered(values)
        self.init(standardising: values, at: positions)
        scale *= unit
        offset *= unit
    }

    /// Only about zero and with a variance of one; `nil` where all values are the same.
    init?(standardising values: [Double], at positions: [Double]) {
        let mean = Statistics.mean(values)
        let deviation = Statistics.mean(values.map { ($0 - mean) * ($0 - mean) }).squareRoot()
        // Below this nothing is left but rounding.
        guard deviation > 1e-13 else { return nil }
        self.values = values.map { ($0 - mean) / deviation }
        self.positions = positions
        self.scale = deviation
        self.offset = mean
    }
}
