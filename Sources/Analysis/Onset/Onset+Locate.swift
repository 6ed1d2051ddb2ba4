public import Core

extension Onset {
    /// Locates the onset of the most severe episode in `series`; `nil` when the signal stayed normal, or when there are too few
    /// values to say (see ``Baseline``). A missing sample is neither normal nor abnormal.
    public static func locate(
        in series: MetricSeries, baseline: MetricSeries? = nil, parameters: Parameters = Parameters()
    ) -> Onset? {
        Located(series, before: baseline, parameters: parameters)?.onset
    }

    /// Locates against a baseline that is already made.
    public static func locate(
        in series: MetricSeries, against baseline: Baseline, parameters: Parameters = Parameters()
    ) -> Onset? {
        locate(in: series, against: baseline, directions: directions(of: series), parameters: parameters)
    }

    /// A latency that fell well below its baseline. No onset: what makes it worth knowing is what else happened then.
    static func fall(of series: MetricSeries, baseline: Baseline, parameters: Parameters) -> Onset? {
        guard series.signal == .latency else { return nil }
        // It counts only beside errors that rose in the same episode.
        var parameters = parameters
        parameters.expectedEpisodes *= parameters.supportedFactor
        return locate(in: series, against: baseline, directions: [.fall], parameters: parameters)
    }

    private static func locate(
        in series: MetricSeries, against baseline: Baseline, directions: [Direction], parameters: Parameters
    ) -> Onset? {
        let samples = series.orderedFiniteSamples
        var best: (weight: Double, onset: Onset)?
        // Two directions are twice as many chances.
        var parameters = parameters
        parameters.expectedEpisodes /= Double(max(1, directions.count))
        for direction in directions {
            let scan = EpisodeScan(
                samples: samples, step: series.effectiveStep, baseline: baseline, direction: direction, parameters: parameters)
            guard let episode = scan.heaviest(mark: series.mark) else { continue }
            let onset = scan.onset(of: episode, mark: series.mark)
            if episode.weight > best?.weight ?? 0 { best = (episode.weight, onset) }
        }
        return best?.onset
    }

    /// The directions in which a signal of this kind goes wrong (see ``Harm``). Faster answers, fewer errors and a higher limit are
    /// no onset.
    private static func directions(of series: MetricSeries) -> [Direction] {
        switch series.signal {
        case .latency, .errors, .logRate: [.rise]
        case .saturation: [Harm.namesWhatIsLeft(series) ? .fall : .rise]
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
