import Core

/// A stretch of abnormal samples: indices of the first and the last, and the sum of how far out each is.
struct Episode {
    var first: Int
    var last: Int
    var weight: Double
    /// Long enough, or far enough out, to be no blip.
    var qualifies: Bool
    /// How many of its samples are abnormal, and how far out the farthest is.
    var count = 0
    var peak = 0.0
    /// How many abnormal samples it is worth, where some only repeat another.
    var length = 0.0
    /// How many episodes like it a healthy window has.
    var expected = 0.0
}

/// One pass over a window's samples in one direction.
struct EpisodeScan {
    let samples: [MetricSeries.Sample]
    let step: Double
    let baseline: Baseline
    let direction: Onset.Direction
    let parameters: Parameters
    /// The samples are the baseline's own: to learn how far they go out by themselves.
    var isHistory = false

    /// So many of the heaviest episodes are weighed.
    private static let candidates = 20

    /// How far out a sample is: 1 is where abnormal begins.
    func deviation(_ index: Int) -> Double {
        let sample = samples[index]
        // The baseline's own stretch of the window cannot be abnormal against itself.
        if !isHistory, baseline.origin == .startOfWindow, sample.time <= baseline.end { return 0 }
        let level = baseline.level(at: sample.time)
        let margin = baseline.margin(direction, at: sample.time, parameters: parameters)
        guard direction == .fall else { return (sample.value - level) / margin }
        let out = (level - sample.value) / margin
        guard out > 1, level > 0 else { return out }
        // A fall of what cannot be negative counts as far as the rise that would undo it, down to what cannot be told from zero.
        let floor = max(sample.value, 0.01 * level, baseline.spread)
        return max(out, (level - sample.value) / margin * level / floor)
    }

    /// The heaviest of the episodes that are more than what the series does by itself now and then.
    func heaviest(mark: Stamp.Mark) -> Episode? {
        // Samples whose buckets overlap count as one.
        var overlap = 1.0
        if case .bucketEnd(let width) = mark, width.isFinite { overlap = max(1, width / step) }
        let runs = runs()
        let others = merged(runs, fromAny: true)
        // What lasts when the window ends can have begun only about its own length before: fewer places for chance to show it.
        let end = samples.indices.last ?? 0
        let candidates = merged(runs, fromAny: false).sorted { ($1.weight, $0.first) < ($0.weight, $1.first) }
        for var episode in candidates.prefix(EpisodeScan.candidates) {
            let history = history(besides: episode, others)
            let isOngoing = episode.last == end && episode.length / overlap >= parameters.ongoingSamples
            let places = isOngoing ? min(history.meanLength * overlap, Double(samples.count)) : Double(samples.count)
            episode.expected = history.expected(
                peak: episode.peak, length: episode.length / overlap, in: places, overlap: overlap,
                coarseness: baseline.repetition)
            if episode.expected <= parameters.expectedEpisodes { return episode }
        }
        return nil
    }

    /// What the series did by itself: in its baseline, and where that is short, in the rest of the window.
    private func history(besides episode: Episode, _ others: [Episode]) -> EpisodeHistory {
        var history = baseline.history(direction)
        switch baseline.origin {
        case .startOfWindow:
            history.add(others.filter { $0.last < episode.first || $0.first > episode.last })
            history.samples = Double(max(1, samples.count - episode.count))
        case .before where history.seconds < parameters.incidentBaseline:
            history.add(others.filter { $0.last < episode.first })
            history.samples += Double(episode.first)
        case .before: break
        }
        return history
    }

    /// All episodes, blips too.
    func all() -> [Episode] { merged(runs(), fromAny: true) }

    private func runs() -> [Episode] {
        var runs: [Episode] = []
        var current: Episode?
        var largest = 0.0
        func close() {
            guard var run = current else { return }
            run.qualifies =
                run.last - run.first + 1 >= parameters.sustainedSamples || largest >= parameters.singleSampleFactor
            runs.append(run)
            current = nil
            largest = 0
        }
        for index in samples.indices {
            let out = deviation(index)
            guard out > 1 else {
                close()
                continue
            }
            if let run = current, gap(run.last, index) > parameters.gapSteps * step { close() }
            // Far beyond this, further out says nothing more about which episode matters.
            let weight = min(out, 20)
            largest = max(largest, out)
            current = Episode(
                first: current?.first ?? index, last: index, weight: (current?.weight ?? 0) + weight, qualifies: false,
                count: (current?.count ?? 0) + 1, peak: largest)
        }
        close()
        return runs
    }

    /// Joins runs that short normal stretches interrupt. An episode begins with a run that qualifies.
    private func merged(_ runs: [Episode], fromAny: Bool) -> [Episode] {
        var episodes: [Episode] = []
        for run in runs {
            if var last = episodes.last, gap(last.last, run.first) <= max(parameters.mergeSeconds, parameters.gapSteps * step) {
                last.last = run.last
                last.weight += run.weight
                last.count += run.count
                last.peak = max(last.peak, run.peak)
                episodes[episodes.count - 1] = last
            } else if run.qualifies || fromAny {
                episodes.append(run)
            }
        }
        return episodes.map(measured)
    }

    /// A latency is a quantile of the requests of some minutes. Where few come, it stays the same to the digit until one of them
    /// leaves its bucket, so that equal values are hardly more than one measurement; how far that is so the baseline tells.
    private func measured(_ episode: Episode) -> Episode {
        var episode = episode
        let distinct = Double(Set((episode.first...episode.last).filter { deviation($0) > 1 }.map { samples[$0].value }).count)
        episode.length = distinct + (Double(episode.count) - distinct) * max(1 - baseline.repetition, parameters.repeatedSample)
        return episode
    }

    private func gap(_ left: Int, _ right: Int) -> Double { samples[right].time.seconds(since: samples[left].time) }

    func onset(of episode: Episode, mark: Stamp.Mark) -> Onset {
        let indices = episode.first...episode.last
        let peak = indices.max { deviation($0) < deviation($1) } ?? episode.first
        let timing = timing(of: episode, peak: peak)
        let sample = samples[timing.first]
        let interval = interval(of: timing.places, mark: mark)
        let level = baseline.level(at: sample.time)
        let margin = baseline.margin(direction, at: sample.time, parameters: parameters)
        var time = interval.from
        if case .instant = mark { time = sample.time }
        return Onset(
            time: time, interval: interval, direction: direction, expected: level,
            threshold: direction == .rise ? level + margin : level - margin, firstValue: sample.value, peak: samples[peak],
            recovery: recovery(after: episode, onset: interval.to, mark: mark), lastAbnormal: samples[episode.last].time,
            comparedWith: baseline.origin, startsAtWindowEdge: timing.first == 0, magnitude: deviation(peak),
            confidence: max(0, 1 - episode.expected) * timing.confidence)
    }

    private func timing(of episode: Episode, peak: Int) -> OnsetTiming {
        let first = beginning(of: episode)
        return OnsetTiming(samples, first: first, peak: peak, rises: direction == .rise) { index in
            let sample = samples[index]
            let difference = sample.value - baseline.level(at: sample.time)
            let margin = baseline.margin(direction, at: sample.time, parameters: parameters)
            return (direction == .rise ? difference : -difference) / max(baseline.spread, 0.02 * margin)
        }
    }

    /// From the earliest moment that the first of the places speaks of to the latest that the last does.
    private func interval(of places: ClosedRange<Int>, mark: Stamp.Mark) -> TimeWindow {
        let low = places.lowerBound
        let earliest = interval(of: samples[low].time, after: low > 0 ? samples[low - 1].time : nil, mark: mark)
        guard places.count > 1 else { return earliest }
        let high = places.upperBound
        let latest = interval(of: samples[high].time, after: high > 0 ? samples[high - 1].time : nil, mark: mark)
        return TimeWindow(from: earliest.from, to: max(earliest.to, latest.to))
    }

    /// A bucket that is abnormal only in part shows half the change: the samples just before the first abnormal one belong to
    /// the episode when they are halfway out and beyond the baseline's usual spread.
    private func beginning(of episode: Episode) -> Int {
        var first = episode.first
        while first > 0, gap(first - 1, first) <= parameters.gapSteps * step, deviation(first - 1) > 0.5 { first -= 1 }
        return first
    }

    private func interval(of time: Instant, after previous: Instant?, mark: Stamp.Mark) -> TimeWindow {
        switch mark {
        case .instant: return TimeWindow(from: previous ?? time, to: time)
        case .bucketStart(let width): return TimeWindow(from: time, to: time.adding(seconds: max(0, width)))
        case .bucketEnd(let width):
            let start = time.adding(seconds: -max(0, width))
            return TimeWindow(from: max(previous ?? start, start), to: time)
        }
    }

    /// The start of what the first sample covers after which all stays normal. A single normal sample is not yet staying.
    private func recovery(after episode: Episode, onset: Instant, mark: Stamp.Mark) -> Instant? {
        let next = episode.last + 1
        guard samples.count - next >= parameters.sustainedSamples else { return nil }
        let time = samples[next].time
        if case .bucketEnd(let width) = mark {
            return max(onset, waning(episode) ?? onset, time.adding(seconds: -max(0, width)))
        }
        return time
    }

    /// The last abnormal sample's time, if it is less than half as far out as the peak. A bucket that still holds its share of
    /// the failure is as far out as the ones before; one that wanes was abnormal though most of it was not, up to its end.
    private func waning(_ episode: Episode) -> Instant? {
        let largest = (episode.first...episode.last).map { deviation($0) }.max() ?? 0
        return deviation(episode.last) < largest / 2 ? samples[episode.last].time : nil
    }
}
