public import Core

/// What a source's own engine computed for one expression at equidistant moments.
public struct BackTestValues: Sendable, Hashable {
    public struct Series: Sendable, Hashable {
        public var labels: [String: String]
        /// By time. A moment without a sample is one at which the expression gave nothing for these labels; a value that is no
        /// number is a value.
        public var samples: [MetricSeries.Sample]

        public init(labels: [String: String], samples: [MetricSeries.Sample]) {
            self.labels = labels
            self.samples = samples
        }
    }

    public var series: [Series]
    public var evidence: [EvidenceID]
    /// Why not all is here, in words: the question failed, or the answer was cut. `nil` where all is.
    public var gap: String?
    /// Stretches of which nothing is known, both ends included, such as a chunk of time whose question failed. Nothing is
    /// evaluated in them, so that alerts stay as they are, as a server's do while a rule fails.
    public var missing: [TimeWindow]

    public init(series: [Series] = [], evidence: [EvidenceID] = [], gap: String? = nil, missing: [TimeWindow] = []) {
        self.series = series
        self.evidence = evidence
        self.gap = gap
        self.missing = missing
    }

    /// The answers about consecutive chunks of time as one. Where two chunks share a moment, the first one's sample counts.
    public init(merging chunks: [BackTestValues]) {
        self.init()
        var places: [[String: String]: Int] = [:]
        var gaps: [String] = []
        for chunk in chunks {
            for part in chunk.series {
                guard let place = places[part.labels] else {
                    places[part.labels] = series.count
                    series.append(part)
                    continue
                }
                let last = series[place].samples.last?.time
                series[place].samples += part.samples.filter { sample in last.map { sample.time > $0 } ?? true }
            }
            for id in chunk.evidence where evidence.last != id { evidence.append(id) }
            if let gap = chunk.gap, !gaps.contains(gap) { gaps.append(gap) }
            missing += chunk.missing
        }
        gap = gaps.isEmpty ? nil : gaps.joined(separator: "; ")
    }
}
