public import Core
public import PromQL

/// Which thresholds and durations would have told of an incident soon after its onset, and how often each would have fired when
/// there was none.
public struct ThresholdSurvey: Sendable, Hashable {
    /// Samples with the seconds between two of them.
    public struct Samples: Sendable, Hashable {
        public var samples: [MetricSeries.Sample]
        public var step: Double

        public init(_ samples: [MetricSeries.Sample], step: Double) {
            self.samples = samples
            self.step = step
        }
    }

    /// One threshold with one duration.
    public struct Row: Sendable, Hashable, Codable {
        public var threshold: Double
        /// Seconds that it has to last.
        public var holdFor: Double
        /// Seconds from the onset to the first evaluation at which it fires; `nil`: it does not, or fired already before.
        public var firesAfter: Double?
        /// How often it begins to fire in the rest of the history.
        public var otherFirings: Int
        /// The same for each day of the rest of the history.
        public var perDay: Double
    }

    /// The thresholds that fire in time and never in the rest of the history.
    public struct Span: Sendable, Hashable, Codable {
        public var holdFor: Double
        /// The most that the rest of the history came to for that long: a threshold there or beyond never fired in it.
        public var quiet: Double
        /// The most that the incident came to for that long, soon enough: only what is nearer fires in time.
        public var caught: Double
        /// Whether a threshold lies between the two.
        public var isOpen: Bool
    }

    public var comparison: BinaryOperator
    public var onset: Instant
    /// Seconds after the onset that count as in time.
    public var within: Double
    /// Seconds of the rest of the history that were looked at.
    public var historySeconds: Double
    /// Seconds between two of its samples, where they are coarsest. A single one beyond the threshold counts as a firing where
    /// the duration is shorter than this: how long it lasted is not known.
    public var historyStep: Double
    /// The threshold and duration that the rule has.
    public var present: Row
    /// By threshold from the most cautious to the most sensitive one, then by duration.
    public var rows: [Row]
    /// One a duration.
    public var spans: [Span]
    /// One of ``rows``: in time, with the fewest other firings, with half of the time to spare if any has, and lasting longest;
    /// of several thresholds the preferred one, or that in the middle of what was open.
    public var best: Row?

    /// - Parameters:
    ///   - comparison: `>`, `>=`, `<` or `<=`; `nil` for others.
    ///   - incident: of the window that holds the onset.
    ///   - history: of other times, each at its own step.
    ///   - within: seconds after the onset that count as in time.
    ///   - preferred: a threshold to look at in any case, and to choose if it will do.
    public init?(
        _ comparison: BinaryOperator, threshold: Double, holdFor: Double, incident: Samples, history: [Samples],
        onset: Instant, within: Double = 120, preferred: Double? = nil
    ) {
        guard comparison.isOrdering, threshold.isFinite, !incident.samples.isEmpty else { return nil }
        let isUpward = comparison == .greater || comparison == .greaterOrEqual
        let trial = Trial(
            isUpward: isUpward, including: comparison == .greaterOrEqual || comparison == .lessOrEqual,
            incident: Excursions(incident.samples, step: incident.step, isUpward: isUpward),
            history: history.filter { !$0.samples.isEmpty }.map { Excursions($0.samples, step: $0.step, isUpward: isUpward) },
            onset: onset, within: within)
        self.comparison = comparison
        self.onset = onset
        self.within = within
        historySeconds = trial.historySeconds
        historyStep = trial.history.map(\.step).max() ?? 0
        present = trial.row(threshold, holdFor)
        let durations = Array(Set([0, 60, holdFor].filter { $0 >= 0 && $0.isFinite })).sorted()
        spans = durations.compactMap { trial.span($0) }
        let thresholds = trial.thresholds(preferred: preferred)
        rows = thresholds.flatMap { threshold in durations.map { trial.row(threshold, $0) } }
        best = ThresholdSurvey.best(rows, within: within, preferred: preferred, spans: spans)
    }

    private static func best(_ rows: [Row], within: Double, preferred: Double?, spans: [Span]) -> Row? {
        var inTime = rows.filter { row in row.firesAfter.map { $0 <= within } ?? false }
        guard let fewest = inTime.map(\.otherFirings).min() else { return nil }
        inTime.removeAll { $0.otherFirings > fewest }
        let chosen = inTime.filter { $0.threshold == preferred }
        if !chosen.isEmpty { inTime = chosen }
        // Half of the time is left for what comes after: the evaluation's phase, and the group's wait.
        let early = inTime.filter { row in row.firesAfter.map { $0 <= within / 2 } ?? false }
        if !early.isEmpty { inTime = early }
        guard let longest = inTime.map(\.holdFor).max() else { return nil }
        inTime.removeAll { $0.holdFor < longest }
        let span = spans.first { $0.holdFor == longest }
        let middle = span.map { ($0.quiet + $0.caught) / 2 } ?? 0
        return inTime.min { (abs($0.threshold - middle), $0.threshold) < (abs($1.threshold - middle), $1.threshold) }
    }
}
