import Core

/// How many requests to one service failed beyond what is usual.
struct FailedRequests {
    var service: String
    var failed: Double
    var total: Double
    var from: Instant
    var to: Instant
    /// Share of the steps between `from` and `to` for which both signals have a value.
    var coverage: Double
    /// Requests a second in the baseline, where there is one.
    var usualTraffic: Double?
    var evidence: [EvidenceID]
}

extension FailedRequests {
    /// The sum over the steps of an episode of traffic × (error ratio − usual error ratio) × step; where errors are counted a
    /// second, of (errors − usual errors) × step. Values of buckets that overlap add up to the same sum as long as all samples
    /// up to the last abnormal one are taken. A sample counts for the part of its step that lies between `from` and `to`. `nil`: no rise of errors, or no traffic to hold it against.
    init?(of service: String, readings: [SignalReading]) {
        let errors = readings.filter { $0.service == service && $0.signal == .errors && $0.onset?.direction == .rise }
        let traffic = readings.filter { $0.service == service && $0.signal == .traffic && !$0.series.samples.isEmpty }
        guard let error = errors.first(where: { $0.series.unit == .ratio }) ?? errors.first, let onset = error.onset,
            let load = traffic.first(where: { $0.series.unit == .perSecond }) ?? traffic.first, load.series.unit == .perSecond
        else { return nil }
        let isRatio = error.series.unit == .ratio
        guard isRatio || error.series.unit == .perSecond else { return nil }
        let step = error.series.effectiveStep
        let (from, to) = (onset.time, onset.recovery ?? onset.lastAbnormal)
        let tolerance = max(step, load.series.effectiveStep)
        var failed = 0.0
        var total = 0.0
        var counted = 0
        var place = 0
        let requests = load.series.samples
        var countedUntil = from
        for sample in error.series.samples where sample.time > onset.interval.from && sample.time <= onset.lastAbnormal {
            while place + 1 < requests.count, requests[place + 1].time <= sample.time { place += 1 }
            let nearest = requests[place...].prefix(2).min {
                abs($0.time.seconds(since: sample.time)) < abs($1.time.seconds(since: sample.time))
            }
            guard let nearest, abs(nearest.time.seconds(since: sample.time)) <= tolerance else { continue }
            let usual = error.baseline?.level(at: sample.time) ?? 0
            let excess = max(0, sample.value - usual)
            let covered = FailedRequests.stretch(of: sample, error.series.mark, step: step)
            let start = max(covered.from, countedUntil)
            let end = min(covered.to, to)
            let seconds = max(0, end.seconds(since: start))
            countedUntil = max(countedUntil, end)
            failed += (isRatio ? min(1, excess) * nearest.value : excess) * seconds
            total += nearest.value * seconds
            counted += 1
        }
        let steps = max(1, (onset.lastAbnormal.seconds(since: onset.interval.from) / step).rounded())
        guard counted > 0, failed > 0 else { return nil }
        self.init(
            service: service, failed: min(failed, total), total: total, from: from, to: to,
            coverage: min(1, Double(counted) / steps),
            usualTraffic: load.baseline.flatMap { $0.origin == .before ? $0.mean : nil },
            evidence: error.evidence + load.evidence)
    }

    /// The step that a sample stands for: the one before it where it sums up what went before, otherwise the one after it.
    private static func stretch(of sample: MetricSeries.Sample, _ mark: Stamp.Mark, step: Double) -> TimeWindow {
        if case .bucketEnd = mark { return TimeWindow(from: sample.time.adding(seconds: -step), to: sample.time) }
        return TimeWindow(from: sample.time, to: sample.time.adding(seconds: step))
    }
}
