/// Log lines as a store counted them by their shape.
public struct LogPatterns: Sendable, Hashable, Codable {
    public struct Pattern: Sendable, Hashable, Codable {
        /// The line with what varies replaced by `<*>`, `<_>` or another sign of the store's own.
        public var text: String
        public var count: Int
        public var severity: String?
        /// Lines by bucket, where the store gives them.
        public var samples: [MetricSeries.Sample]
        /// A line of this shape, where the store gives one.
        public var example: String?
        public init(
            text: String, count: Int, severity: String? = nil, samples: [MetricSeries.Sample] = [], example: String? = nil
        ) {
            self.text = text
            self.count = count
            self.severity = severity
            self.samples = samples
            self.example = example
        }
    }
    /// The most frequent first, then by text.
    public var patterns: [Pattern]
    /// Seconds, and what a sample's time marks; `nil` without samples.
    public var step: Double?
    public var mark: Stamp.Mark
    /// Is this the time before the incident?
    public var isBaseline: Bool

    public init(patterns: [Pattern], step: Double? = nil, mark: Stamp.Mark = .instant, isBaseline: Bool = false) {
        self.patterns = patterns.sorted {
            ($1.count, $0.text, $0.severity ?? "") < ($0.count, $1.text, $1.severity ?? "")
        }
        self.step = step
        self.mark = mark
        self.isBaseline = isBaseline
    }
}
