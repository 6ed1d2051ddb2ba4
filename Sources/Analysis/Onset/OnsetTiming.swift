import Core

/// When an episode began: the change point that leads to it, with the interval of places that fit about as well.
///
/// The first abnormal sample is late where a series leaves its level slowly; the change point is where it began to.
struct OnsetTiming {
    /// Index of the first sample of the change.
    var first: Int
    /// Indices among which that sample lies with 95 % confidence; the upper bound is not after the first abnormal sample.
    var places: ClosedRange<Int>
    /// That of the change point; 1 where none leads to the episode, since then the episode alone says that something changed.
    var confidence: Double

    /// Samples to either side of the first abnormal one that are looked at.
    private static let reach = 120

    /// - Parameters:
    ///   - first: the first sample that is abnormal, or on its way there.
    ///   - peak: the most abnormal sample.
    ///   - out: how far out a sample is, in the baseline's robust standard deviations.
    init(_ samples: [MetricSeries.Sample], first: Int, peak: Int, rises: Bool, out: (Int) -> Double) {
        self.first = first
        places = first...first
        confidence = 1
        let low = max(0, first - OnsetTiming.reach)
        // What came after the peak says nothing about the way there.
        let high = min(samples.count - 1, max(first + 3, min(peak, first + OnsetTiming.reach)))
        guard low < first, high > first else { return }
        var detector = ChangePointDetector()
        detector.findsSpread = false
        let points = detector.changePoints(in: samples[low...high].map(\.value)).filter { point in
            let grows = point.kind == .slope ? point.slopeAfter > point.slopeBefore : point.after > point.before
            return grows == rises
        }
        for point in points {
            let index = low + point.index
            guard index <= first + 1, index == first || index == first + 1 || leads(from: index, to: first, out) else {
                continue
            }
            confidence = point.confidence
            guard index < first else { return }
            self.first = index
            places = low + point.interval.lowerBound...min(first, max(index, low + point.interval.upperBound))
            return
        }
    }

    /// Most samples between are out already.
    private func leads(from index: Int, to first: Int, _ out: (Int) -> Double) -> Bool {
        index < first && Statistics.median((index..<first).map(out)) >= 1
    }
}
