import Core

/// What a series does by itself: how often it leaves its baseline's margin, how far and for how long. From it comes how many
/// episodes of a given kind a healthy window has, so that bursty series need more to be called abnormal than steady ones, and
/// short baselines more than long ones.
struct EpisodeHistory: Sendable, Hashable {
    /// The farthest sample of each episode, ascending.
    var peaks: [Double] = []
    /// Abnormal samples in all of them.
    var abnormal = 0.0
    /// Samples watched.
    var samples = 1.0
    /// From its first sample to its last.
    var seconds = 0.0
    var tailPower = 1.5

    /// Beyond this ratio of distances, farther says nothing more: what was never seen has no scale.
    private static let farthest = 20.0
    /// Abnormal samples that an episode holds where a baseline shows none.
    private static let usualLength = 3.0

    init() {}

    init(_ episodes: [Episode], samples: [MetricSeries.Sample], parameters: Parameters) {
        var episodes = episodes.sorted { ($0.weight, $0.first) < ($1.weight, $1.first) }
        if let first = samples.first, let last = samples.last { seconds = last.time.seconds(since: first.time) }
        if seconds >= parameters.incidentBaseline { episodes = episodes.dropLast() }
        self.samples = Double(max(1, samples.count))
        self.tailPower = parameters.tailPower
        add(episodes)
    }

    mutating func add(_ episodes: [Episode]) {
        peaks = (peaks + episodes.map(\.peak)).sorted()
        abnormal += episodes.reduce(0) { $0 + $1.length }
    }

    /// Mean number of abnormal samples of an episode, with two of the usual length put to them.
    var meanLength: Double {
        max(EpisodeHistory.usualLength, (EpisodeHistory.usualLength * 2 + abnormal) / (2 + Double(peaks.count)))
    }

    /// The expected number of episodes that go out at least as far as `peak` and hold at least `length` abnormal samples among
    /// `count`.
    ///
    /// Frequency: episodes of the baseline that went as far, and half a one, falling with a power of the distance, for what was
    /// never seen. Length: geometric.
    func expected(peak: Double, length: Double, in count: Double, overlap: Double, coarseness: Double) -> Double {
        let asFar = Double(peaks.count - peaks.partitioningIndex { $0 >= peak })
        let beyond = min(EpisodeHistory.farthest, max(1, peak / max(1, peaks.last ?? 1)))
        let unseen = 0.5 * Exponential.exp(-tailPower * (1 - coarseness) * Exponential.log(beyond))
        let longer = Exponential.exp(max(0, length - 1) * Exponential.log(1 - 1 / meanLength))
        return count / (samples * overlap) * (asFar + unseen) * longer
    }
}

extension [Double] {
    /// The first index whose element satisfies `predicate`, of elements that are sorted by it.
    fileprivate func partitioningIndex(_ predicate: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
