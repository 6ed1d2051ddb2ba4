/// Finds all change points of one series: jumps of the level and bends of the trend, and changes of the spread of what is left.
///
/// A change must clear two bars: it explains more than noise of the series' own size and autocorrelation would, and it matters
/// beside the series' whole variation. Documentation/analysis.md has the algorithm, its sources and its weaknesses.
public struct ChangePointDetector: Sendable, Hashable {
    /// What a change costs, times the logarithm of the number of values and the noise's long-run variance.
    public var noisePenalty = 3.0
    /// Share of the whole sum of squares that a change must explain at least.
    public var relevantShare = 0.02
    /// Slopes cost this share of what a change costs.
    public var slopeShare = 0.5
    /// The autocorrelation of noise is taken to be at most this.
    public var highestAutocorrelation = 0.8
    /// Also look for changes of the spread.
    public var findsSpread = true

    public init() {}

    /// The change points of evenly spaced values, in order. Values that are not finite count as missing.
    ///
    /// Fewer than eight finite values, or values that are all the same, have none. Time: linear in the number of values, times
    /// the longest period for the seasonal component.
    public func changePoints(in values: [Double]) -> [ChangePoint] {
        let present = values.indices.filter { values[$0].isFinite }
        guard let series = PreparedSeries(present.map { values[$0] }, at: present.map(Double.init)) else { return [] }
        let found = Segmentation(of: series, parameters: self)
        var points = found.points(scale: series.scale, offset: series.offset)
        if findsSpread { points = (points + spreads(of: found, in: series, besides: points)).sorted { $0.index < $1.index } }
        return points.map { point in
            var point = point
            point.interval = present[point.interval.lowerBound]...present[point.interval.upperBound]
            point.index = present[point.index]
            return point
        }
    }

    /// Changes of the spread: of the level of the absolute residuals. Where residuals depend on each other they hold what the
    /// fit missed, not noise, and their size says nothing about its spread.
    private func spreads(of found: Segmentation, in series: PreparedSeries, besides known: [ChangePoint]) -> [ChangePoint] {
        guard found.autocorrelation < 0.3 else { return [] }
        let sizes = found.residuals.map { abs($0) }
        guard let prepared = PreparedSeries(standardising: sizes, at: series.positions) else { return [] }
        var flat = self
        flat.slopeShare = .infinity
        let points = Segmentation(of: prepared, parameters: flat)
            .points(scale: prepared.scale * series.scale, offset: prepared.offset * series.scale)
        return points.compactMap { point in
            let isOwn = known.allSatisfy { abs($0.index - point.index) > SpikeFilter.halfWidth }
            guard isOwn, point.confidence >= 0.95 else { return nil }
            var point = point
            point.kind = .spread
            return point
        }
    }
}
