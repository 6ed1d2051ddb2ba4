public import Core
public import PromQL

/// What a rule would have done over a window, worked out from its expression's values, which the source's own engine computed at
/// equidistant moments.
public struct RuleHistory: Sendable, Hashable, Codable {
    /// A stretch in which the expression held for one set of labels.
    public struct Stretch: Sendable, Hashable, Codable {
        /// The alert's labels: those of the result and the rule's own fixed ones, without the alert's name.
        public var labels: [String: String]
        /// The first evaluation at which the expression held.
        public var pendingFrom: Instant
        /// The evaluation at which the alert began to fire; `nil` where the stretch ended before the rule's `for`.
        public var firingFrom: Instant?
        /// The first evaluation at which it was gone; `nil`: it went on beyond the window.
        public var to: Instant?

        public init(labels: [String: String], pendingFrom: Instant, firingFrom: Instant? = nil, to: Instant? = nil) {
            self.labels = labels
            self.pendingFrom = pendingFrom
            self.firingFrom = firingFrom
            self.to = to
        }
    }

    /// How near the values that a rule compares with a constant came to it.
    public struct Reach: Sendable, Hashable, Codable {
        public var comparison: BinaryOperator
        public var threshold: Double
        /// The value nearest to breaching it, or furthest beyond, over all series; `nil` where there was no value.
        public var extreme: Double?
        public var extremeAt: Instant?
        /// Median over time of each moment's extreme over all series.
        public var median: Double?
        /// Moments with a value that is a number.
        public var samples: Int
        /// Moments at which all that there was is no number (NaN), such as a quotient of zeros.
        public var undefined = 0
        /// Times that the extreme went from not breaching to breaching.
        public var crossings: Int
        /// Moments at which it breached.
        public var breaching: Int
        /// Moments at which it was more than at the one before, and less.
        public var rises = 0
        public var falls = 0

        public init(
            comparison: BinaryOperator, threshold: Double, extreme: Double? = nil, extremeAt: Instant? = nil,
            median: Double? = nil, samples: Int = 0, crossings: Int = 0, breaching: Int = 0
        ) {
            self.comparison = comparison
            self.threshold = threshold
            self.extreme = extreme
            self.extremeAt = extremeAt
            self.median = median
            self.samples = samples
            self.crossings = crossings
            self.breaching = breaching
        }
    }

    /// The evidence that holds the rule.
    public var rule: EvidenceID
    public var window: TimeWindow
    /// Seconds between two moments at which the expression was evaluated. What is shorter may be missed.
    public var step: Double
    /// By time, then labels.
    public var stretches: [Stretch]
    /// One for each comparison with a constant that decides, in the order of the expression.
    public var reaches: [Reach]
    /// Evidence that it was worked out from.
    public var evidence: [EvidenceID]
    /// Why it is not known in whole, in words; empty where it is.
    public var gaps: [String]
    /// What to know when reading it, such as that the rule is evaluated more often than it was looked at.
    public var notes: [String]

    public init(
        rule: EvidenceID, window: TimeWindow, step: Double, stretches: [Stretch] = [], reaches: [Reach] = [],
        evidence: [EvidenceID] = [], gaps: [String] = [], notes: [String] = []
    ) {
        self.rule = rule
        self.window = window
        self.step = step
        self.stretches = stretches
        self.reaches = reaches
        self.evidence = evidence
        self.gaps = gaps
        self.notes = notes
    }
}
