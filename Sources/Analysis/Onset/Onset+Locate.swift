public import Core

extension Onset {
    /// Locates the onset of the most severe episode in `series`; `nil` when the signal stayed normal, or when there are too few
    /// values to say (see ``Baseline``). A missing sample is neither normal nor abnormal.
    public static func locate(
        in series: MetricSeries, baseline: MetricSeries? = nil, parameters: Parameters = Parameters()
    ) -> Onset? {
        let inside = locateInside(series, baseline, parameters)
        // A short baseline may hold the beginning of what the window shows, and then hides it.
        guard let baseline, let longer = series.prolonged(by: baseline, parameters: parameters),
            let first = series.samples.first,
            let start = Baseline(startOf: longer, parameters: parameters),
            let earlier = locate(in: longer, against: start, parameters: parameters),
            earlier.time < first.time, earlier.recovery ?? earlier.lastAbnormal > first.time,
            inside.map({ $0.direction == earlier.direction }) ?? true
        else { return inside }
        return earlier
    }

    private static func locateInside(_ series: MetricSeries, _ baseline: MetricSeries?, _ parameters: Parameters) -> Onset? {
        if let known = baseline.flatMap({ Baseline(of: $0, parameters: parameters) }) {
            guard let onset = locate(in: series, against: known, parameters: parameters) else { return nil }
            // Abnormal from the first sample on: perhaps the level moved days ago. What moved inside the window counts more.
            guard onset.startsAtWindowEdge, let start = Baseline(startOf: series, parameters: parameters) else { return onset }
            let later = locate(in: series, against: start, parameters: parameters)
            return later.map { $0.direction == onset.direction ? $0 : onset } ?? onset
        }
        guard let start = Baseline(startOf: series, parameters: parameters) else { return nil }
        return locate(in: series, against: start, parameters: parameters)
    }

    /// Locates against a baseline that is already made.
    public static func locate(
        in series: MetricSeries, against baseline: Baseline, parameters: Parameters = Parameters()
    ) -> Onset? {
        locate(in: series, against: baseline, directions: directions(of: series.signal), parameters: parameters)
    }

    /// A latency that fell well below its baseline. No onset: what makes it worth knowing is what else happened then.
    static func fall(of series: MetricSeries, baseline: Baseline, parameters: Parameters) -> Onset? {
        guard series.signal == .latency else { return nil }
        return locate(in: series, against: baseline, directions: [.fall], parameters: parameters)
    }

    private static func locate(
        in series: MetricSeries, against baseline: Baseline, directions: [Direction], parameters: Parameters
    ) -> Onset? {
        let samples = series.orderedFiniteSamples
        var best: (weight: Double, onset: Onset)?
        for direction in directions {
            let scan = EpisodeScan(
                samples: samples, step: series.effectiveStep, baseline: baseline, direction: direction, parameters: parameters)
            guard let episode = scan.heaviest(mark: series.mark) else { continue }
            let onset = scan.onset(of: episode, mark: series.mark)
            if episode.weight > best?.weight ?? 0 { best = (episode.weight, onset) }
        }
        return best?.onset
    }

    /// The directions in which a signal of this kind goes wrong. Faster answers, fewer errors and a higher
    /// limit are no onset.
    private static func directions(of signal: Signal) -> [Direction] {
        switch signal {
        case .latency, .errors, .saturation, .logRate: [.rise]
        case .traffic, .other: [.rise, .fall]
        case .limit: [.fall]
        }
    }
}

extension MetricSeries {
    /// Finite samples by time, each time once.
    var orderedFiniteSamples: [Sample] {
        let finite = samples.filter { $0.value.isFinite }
        var ordered = finite
        if !zip(finite, finite.dropFirst()).allSatisfy({ $0.time < $1.time }) {
            ordered = []
            for sample in finite.enumerated().sorted(by: { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) })
            where ordered.last?.time != sample.element.time { ordered.append(sample.element) }
        }
        return ordered
    }

    /// This window with what came just before it, as long again twice, where the baseline is short (of less than a day) and has
    /// samples right up to the window.
    func prolonged(by baseline: MetricSeries, parameters: Parameters) -> MetricSeries? {
        let before = baseline.orderedFiniteSamples
        let own = orderedFiniteSamples
        guard let oldest = before.first, let newest = before.last, let first = own.first, let last = own.last,
            newest.time < first.time, first.time.seconds(since: oldest.time) < parameters.incidentBaseline,
            first.time.seconds(since: newest.time) <= parameters.gapSteps * effectiveStep
        else { return nil }
        let from = first.time.adding(seconds: -2 * last.time.seconds(since: first.time))
        var longer = self
        longer.samples = before.filter { $0.time >= from } + own
        return longer
    }

    /// The step that was asked for, or the usual distance of samples where none is given. Seconds, above zero.
    var effectiveStep: Double {
        if step > 0, step.isFinite { return step }
        let ordered = orderedFiniteSamples
        let distances = zip(ordered, ordered.dropFirst()).map { $1.time.seconds(since: $0.time) }
        return distances.isEmpty ? 60 : max(1e-3, Statistics.median(distances))
    }
}
