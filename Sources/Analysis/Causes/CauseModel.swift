import Core

/// One family of causes: what it predicts, what would refute it, and its candidates, tested.
///
/// A model adds a finding for every prediction that it could test, and names those that it could not. Scores are sums of terms
/// that are said in words; no term is hidden.
protocol CauseModel: Sendable {
    static var family: CauseFamily { get }
    /// What must be seen if it is the cause.
    static var predictions: [String] { get }
    /// What cannot be seen if it is the cause.
    static var refutations: [String] { get }
    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis]
}

/// All families, in the order in which equal candidates are listed.
enum CauseModels {
    static let all: [any CauseModel.Type] = [
        ChangeCause.self, UpstreamCause.self, CapacityCause.self, TrafficSurgeCause.self,
        WorkloadCause.self, NodeCause.self, BadInputCause.self, CertificateCause.self, NameResolutionCause.self,
        RegionCause.self, WrongAnswersCause.self,
    ]
}

/// A candidate while it is being tested.
struct Candidate {
    private(set) var hypothesis: Hypothesis
    private var failed = 0
    /// What stays untested of a commit that nothing is known to have shipped. Its order in time is then not certain.
    static let whenItWentLive = "when it went live"

    init(_ family: CauseFamily, service: String, change: Hypothesis.ChangeReference? = nil, evidence: [EvidenceID]) {
        hypothesis = Hypothesis(family: family, service: service, change: change, statement: "", evidence: evidence)
    }

    /// A prediction held: a finding for it, and a term.
    mutating func held(_ name: String, _ value: Double, _ finding: Finding, book: inout FindingBook) {
        var finding = finding
        finding.kind = .predictionHeld
        finding.facts["family"] = .text(hypothesis.family.rawValue)
        finding.facts["prediction"] = .text(name)
        hypothesis.supports.append(book.add(finding))
        term(name, value, finding.statement)
    }

    /// A prediction failed: a finding against it, and a term. `decisive`: the candidate cannot be the cause.
    mutating func failed(_ name: String, _ value: Double, _ finding: Finding, decisive: Bool, book: inout FindingBook) {
        var finding = finding
        finding.kind = .predictionFailed
        finding.facts["family"] = .text(hypothesis.family.rawValue)
        finding.facts["prediction"] = .text(name)
        hypothesis.refutes.append(book.add(finding))
        term(name, value, finding.statement)
        failed += 1
        if decisive { hypothesis.isRefuted = true }
    }

    /// A finding that belongs to the candidate and carries no term of its own.
    mutating func support(_ finding: FindingID) { hypothesis.supports.append(finding) }

    mutating func term(_ name: String, _ value: Double, _ says: String) {
        hypothesis.terms.append(.init(name: name, value: value, says: says))
    }

    mutating func untested(_ what: String) { hypothesis.untested.append(what) }

    /// People said so: that is testimony, worth a little, and it never outweighs the record.
    mutating func suggested(by testimony: [Testimony]) {
        guard !testimony.isEmpty else { return }
        for said in testimony {
            if !hypothesis.evidence.contains(said.evidence) { hypothesis.evidence.append(said.evidence) }
            if let finding = said.finding { hypothesis.supports.append(finding) }
        }
        term("testimony", 0.05, "It was suggested in chat.")
    }

    var isSuggested: Bool { hypothesis.terms.contains { $0.name == "testimony" } }

    /// Sums up. `nil` when it explains too little to be listed.
    func finished(_ statement: String, parameters: Parameters) -> Hypothesis? {
        var result = hypothesis
        result.statement = statement
        let sum = result.terms.reduce(0) { $0 + $1.value }
        result.score = (sum * 1000).rounded() / 1000
        if result.isRefuted {
            result.confidence = .weak
        } else if result.score >= parameters.strongScore, failed == 0, !result.untested.contains(Candidate.whenItWentLive) {
            result.confidence = .strong
        } else if result.score >= parameters.moderateScore {
            result.confidence = .moderate
        }
        guard result.isRefuted || result.score >= parameters.minimumScore || isSuggested else { return nil }
        return result
    }
}
