/// Families of causes. Each is one file in Analysis that says what it predicts and what would refute it.
public enum CauseFamily: String, Sendable, Hashable, Codable, CaseIterable {
    case change
    case trafficSurge = "traffic-surge"
    case upstreamProvider = "upstream-provider"
    case certificate
    case dns
    case node
    /// Containers that crash, cannot start, or are killed.
    case workload
    case capacity
    case badInput = "bad-input"
    case region
    case wrongAnswers = "wrong-answers"
}

/// A candidate cause with the findings for it, the findings against it, and what was not tested.
public struct Hypothesis: Sendable, Hashable, Codable {
    public enum Confidence: String, Sendable, Hashable, Codable { case strong, moderate, weak }

    public struct ChangeReference: Sendable, Hashable, Codable {
        public var kind: Change.Kind
        public var id: String
        public init(kind: Change.Kind, id: String) {
            self.kind = kind
            self.id = id
        }
    }

    /// One part of the score, with its reason.
    public struct Term: Sendable, Hashable, Codable {
        public var name: String
        public var value: Double
        public var says: String
        public init(name: String, value: Double, says: String) {
            self.name = name
            self.value = value
            self.says = says
        }
    }

    /// 1 is best.
    public var rank: Int
    public var family: CauseFamily
    public var service: String
    public var change: ChangeReference?
    /// One sentence: what is supposed to have happened.
    public var statement: String
    public var confidence: Confidence
    /// The sum of the terms.
    public var score: Double
    public var terms: [Term]
    public var supports: [FindingID]
    public var refutes: [FindingID]
    /// What would have tested it and was not asked or could not be.
    public var untested: [String]
    /// A failed prediction that the family calls decisive.
    public var isRefuted: Bool
    /// The evidence of the candidate itself: its commit, its deploy, the message that proposed it.
    public var evidence: [EvidenceID]

    public init(
        family: CauseFamily, service: String, change: ChangeReference? = nil, statement: String,
        confidence: Confidence = .weak, score: Double = 0, terms: [Term] = [], supports: [FindingID] = [],
        refutes: [FindingID] = [], untested: [String] = [], isRefuted: Bool = false, evidence: [EvidenceID] = []
    ) {
        self.rank = 0
        self.family = family
        self.service = service
        self.change = change
        self.statement = statement
        self.confidence = confidence
        self.score = score
        self.terms = terms
        self.supports = supports
        self.refutes = refutes
        self.untested = untested
        self.isRefuted = isRefuted
        self.evidence = evidence
    }
}

/// What ends the incident, in the vocabulary of `investigation.json`.
public enum Remediation: String, Sendable, Hashable, Codable {
    case rollback
    case rollForward = "roll-forward"
    case configRevert = "config-revert"
    case featureFlagDisable = "feature-flag-disable"
    case scale
    case failover
    case rotateCert = "rotate-cert"
    case reschedule
    case purgeBadData = "purge-bad-data"
    case escalateUpstream = "escalate-upstream"
    case restart
    case none
}

/// A service that was asked, with how well a fault there would explain what was seen.
public struct Suspect: Sendable, Hashable, Codable {
    public var service: String
    /// The sum of the terms.
    public var score: Double
    public var onset: Instant?
    public var terms: [Hypothesis.Term]
    public var evidence: [EvidenceID]
    public init(
        service: String, score: Double, onset: Instant?, terms: [Hypothesis.Term] = [], evidence: [EvidenceID]
    ) {
        self.service = service
        self.score = score
        self.onset = onset
        self.terms = terms
        self.evidence = evidence
    }

    /// Records from before suspects had terms are read too.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        service = try container.decode(String.self, forKey: .service)
        score = try container.decode(Double.self, forKey: .score)
        onset = try container.decodeIfPresent(Instant.self, forKey: .onset)
        terms = try container.decodeIfPresent([Hypothesis.Term].self, forKey: .terms) ?? []
        evidence = try container.decode([EvidenceID].self, forKey: .evidence)
    }
}
