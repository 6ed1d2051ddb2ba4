import Core

/// An onset and the baseline that it left.
struct Located {
    var onset: Onset
    var baseline: Baseline

    /// The onset of the most severe episode of `series`, against what came before it or, where that is too little, against the
    /// start of the window; `nil` when the signal stayed normal, or when there are too few values to say.
    init?(_ series: MetricSeries, before: MetricSeries?, parameters: Parameters) {
        let inside = Located(inside: series, before, parameters)
        let earlier = before.flatMap { Located(beginningIn: $0, series, parameters) }
        if let earlier, inside.map({ $0.onset.direction == earlier.onset.direction }) ?? true {
            self = earlier
        } else if let inside {
            self = inside
        } else {
            return nil
        }
    }

    private init?(_ series: MetricSeries, against baseline: Baseline, _ parameters: Parameters) {
        guard let onset = Onset.locate(in: series, against: baseline, parameters: parameters) else { return nil }
        self.onset = onset
        self.baseline = baseline
    }

    private init?(inside series: MetricSeries, _ before: MetricSeries?, _ parameters: Parameters) {
        func fromStart() -> Located? {
            Baseline(startOf: series, parameters: parameters).flatMap { Located(series, against: $0, parameters) }
        }
        guard let known = before.flatMap({ Baseline(of: $0, parameters: parameters) }) else {
            guard let found = fromStart() else { return nil }
            self = found
            return
        }
        guard let found = Located(series, against: known, parameters) else { return nil }
        self = found
        // Abnormal from the first sample on: perhaps the level moved days ago. What moved inside the window counts more.
        if onset.startsAtWindowEdge, let later = fromStart(), later.onset.direction == onset.direction { self = later }
    }

    /// A short baseline may hold the beginning of what the window shows, and then hides it: an episode that began before the
    /// window and reaches into it.
    private init?(beginningIn before: MetricSeries, _ series: MetricSeries, _ parameters: Parameters) {
        guard let longer = series.prolonged(by: before, parameters: parameters),
            let first = series.samples.map(\.time).min(),
            let start = Baseline(startOf: longer, parameters: parameters),
            var found = Located(longer, against: start, parameters), found.onset.time < first,
            found.onset.recovery ?? found.onset.lastAbnormal > first
        else { return nil }
        found.onset.comparedWith = .before
        found.baseline.origin = .before
        self = found
    }
}
