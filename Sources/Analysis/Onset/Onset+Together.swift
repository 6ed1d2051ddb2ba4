public import Core

extension OnsetDetector {
    /// The onsets of one service's series, in their order. Where a series shows less than an onset needs by itself, an onset of
    /// another series that begins at the same time makes up for it.
    ///
    /// - Parameter all: each series over the window with the same before it, if there is any.
    public func locate(together all: [(window: MetricSeries, baseline: MetricSeries?)]) -> [Onset?] {
        let alone = all.map { Located($0.window, before: $0.baseline, parameters: parameters) }
        return zip(all, alone).map { series, own in
            own?.onset
                ?? Located.supported(
                    series.window, before: series.baseline, by: alone.compactMap { $0?.onset }, parameters: parameters)?.onset
        }
    }
}

extension Located {
    /// An onset that would not count by itself, but begins within two samples of one that does. In so short a stretch chance
    /// shows fewer by about as much as `supportedFactor` asks for less.
    static func supported(
        _ series: MetricSeries, before: MetricSeries?, by onsets: [Onset], parameters: Parameters
    ) -> Located? {
        guard !onsets.isEmpty else { return nil }
        var lenient = parameters
        lenient.expectedEpisodes *= parameters.supportedFactor
        guard let found = Located(series, before: before, parameters: lenient) else { return nil }
        let slack = 2 * series.effectiveStep
        let near = found.onset.interval.widened(before: slack, after: slack)
        return onsets.contains { near.overlaps($0.interval) } ? found : nil
    }
}
