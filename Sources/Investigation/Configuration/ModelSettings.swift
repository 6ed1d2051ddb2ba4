/// The language model that may take part, and what it may spend.
public struct ModelSettings: Sendable, Hashable, Codable {
    /// What one investigation may spend on the model.
    public struct Limits: Sendable, Hashable, Codable {
        /// Answers of the model.
        public var turns: Int
        /// Questions that it may ask the sources.
        public var questions: Int
        /// Tokens read and written, of all turns together.
        public var tokens: Int
        /// Seconds that the investigation's budget grows by.
        public var seconds: Double

        public init(turns: Int = 24, questions: Int = 60, tokens: Int = 600_000, seconds: Double = 300) {
            self.turns = turns
            self.questions = questions
            self.tokens = tokens
            self.seconds = seconds
        }
    }

    /// Where it is, and what its connector reads: a source like any other, under the name `model`.
    public var source: ConfiguredSource
    public var limits: Limits

    public init(source: ConfiguredSource, limits: Limits = Limits()) {
        self.source = source
        self.limits = limits
    }
}
