public import Core

/// What the evidence says of a statement.
public struct Ruling: Sendable, Hashable {
    public enum Verdict: String, Sendable, Hashable, Codable {
        /// All that it states as fact is held by evidence.
        case supported
        /// Evidence holds another value, order, event or strength.
        case contradicted
        /// It states a fact that no evidence holds and none denies.
        case unsupported
        /// It states nothing that evidence could decide: an opinion, a plan, a definition.
        case notChecked
    }

    /// A value that is wrong, with the one that evidence holds.
    public struct Correction: Sendable, Hashable {
        /// As the statement has it: `14:32`.
        public var said: String
        /// `14:47`.
        public var holds: String
        public var citations: [Claim.Citation]

        public init(said: String, holds: String, citations: [Claim.Citation]) {
            self.said = said
            self.holds = holds
            self.citations = citations
        }
    }

    public var verdict: Verdict
    /// Why it is contradicted or unsupported, as one sentence.
    public var problem: String?
    /// Of an unsupported statement: which source or question could decide it.
    public var needed: String?
    public var corrections: [Correction]
    /// What decided it, in order of id; evidence before findings.
    public var citations: [Claim.Citation]

    public init(
        _ verdict: Verdict, problem: String? = nil, needed: String? = nil, corrections: [Correction] = [],
        citations: [Claim.Citation] = []
    ) {
        self.verdict = verdict
        self.problem = problem
        self.needed = needed
        self.corrections = corrections
        self.citations = citations
    }
}
