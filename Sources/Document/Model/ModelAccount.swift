public import Core

/// What a language model did in an investigation and what it said. None of it is believed: documents print what ``FactChecker``
/// holds to be supported, and set apart what it cannot decide.
public struct ModelAccount: Sendable, Hashable {
    /// A part of a post-mortem that a sentence belongs to.
    public enum Section: String, Sendable, Hashable, Codable, CaseIterable {
        case summary, impact, timeline, detection
        case rootCause = "root-cause"
        case resolution, lessons
    }

    /// A sentence that the model drafted, as it wrote it.
    public struct Statement: Sendable, Hashable {
        public var section: Section
        /// One line.
        public var text: String
        public var citations: [Claim.Citation]

        public init(section: Section, text: String, citations: [Claim.Citation]) {
            self.section = section
            self.text = text
            self.citations = citations
        }
    }

    /// A cause that the model supposed.
    public struct Proposal: Sendable, Hashable {
        public var text: String
        /// What would refute it, in the model's words.
        public var refutedBy: String

        public init(text: String, refutedBy: String) {
            self.text = text
            self.refutedBy = refutedBy
        }
    }

    /// The model's name in the configuration.
    public var model: String
    public var statements: [Statement] = []
    public var proposals: [Proposal] = []
    /// How often the model was asked, and questions to sources that it asked.
    public var turns = 0
    public var questions = 0
    /// Tokens as the server counted them, or estimated where it counts none.
    public var tokensRead = 0
    public var tokensWritten = 0
    public var isEstimated = false
    /// In the currency of the configuration's prices; `nil` without prices.
    public var cost: Double?
    /// Tokens that the replies would have had, from which what the model was shown was made: their bytes over four.
    public var rawTokens = 0
    /// Why it ended, as a clause: `it had nothing more to ask`.
    public var ending = ""

    public init(model: String) { self.model = model }
}
