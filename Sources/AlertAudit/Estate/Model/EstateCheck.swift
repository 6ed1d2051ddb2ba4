import Core
import PromQL

/// One question that the standing audit asks. A check looks at the estate alone and cites evidence for all that it says.
protocol EstateCheck: Sendable {
    var id: AuditCheckID { get }
    /// What to do about what it finds, in a sentence.
    var remedy: String { get }
    func run(_ estate: Estate) -> EstateCheckResult
}

/// What a check came to.
struct EstateCheckResult: Sendable {
    /// A finding before it has an identity, a severity and a suppression.
    struct Draft: Sendable {
        var subject: String
        /// What tells it from other findings of the check on the same subject, unchanged from audit to audit.
        var detail = ""
        var related: [String] = []
        var source: SourceName?
        var service: String?
        var statement: String
        var facts: [String: Fact] = [:]
        var evidence: [EvidenceID]
    }

    var findings: [Draft] = []
    var gaps: [Gap] = []

    init(_ findings: [Draft] = [], gaps: [Gap] = []) {
        self.findings = findings
        self.gaps = gaps
    }
}

extension EstateCheckResult.Draft {
    /// A finding about a detector.
    init(_ detector: Detector, _ statement: String, facts: [String: Fact] = [:], evidence: [EvidenceID] = []) {
        var facts = facts
        facts["rule"] = .text(RuleFacts.inert(detector.name))
        self.init(
            subject: detector.subject, detail: detector.severity ?? "", source: detector.source, service: detector.service,
            statement: statement, facts: facts, evidence: [detector.evidence] + evidence)
    }

    /// A finding about a recording rule.
    init(_ recording: Recording, _ statement: String, facts: [String: Fact] = [:], evidence: [EvidenceID] = []) {
        self.init(
            subject: recording.subject, detail: recording.rule.group, source: recording.source, statement: statement,
            facts: facts, evidence: [recording.id] + evidence)
    }
}

extension EstateCheckResult {
    /// What is wrong with a rule, as the end of a sentence that begins with it.
    struct Trouble {
        var words: String
        var facts: [String: Fact]
        var evidence: [EvidenceID] = []
    }

    /// Holds alerting rules and recording rules against the same question.
    init(
        _ estate: Estate, _ trouble: (_ expression: Expression?, _ lastError: String?) -> Trouble?, gaps: [Gap] = []
    ) {
        let rules = estate.activeRules.compactMap { rule in
            trouble(rule.expression, rule.lastError).map {
                Draft(rule, "`\(RuleFacts.inert(rule.name))` \($0.words)", facts: $0.facts, evidence: $0.evidence)
            }
        }
        let recordings = estate.recordings.compactMap { recording in
            trouble(recording.expression, recording.rule.lastError).map {
                Draft(
                    recording, "The recording rule `\(RuleFacts.inert(recording.rule.name))` \($0.words)", facts: $0.facts,
                    evidence: $0.evidence)
            }
        }
        self.init(rules + recordings, gaps: gaps)
    }
}
