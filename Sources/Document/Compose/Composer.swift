import Core

/// Writes the documents of one record as blocks. Every sentence of fact goes through the claim book; what the book withholds
/// is not in the blocks.
struct Composer {
    let record: InvestigationRecord
    let roles: Roles
    let evidenceText: EvidenceText
    var book: ClaimBook
    private let findingsByID: [FindingID: Finding]
    private let evidenceByID: [EvidenceID: Evidence]

    init(_ record: InvestigationRecord) {
        self.record = record
        roles = Roles(namesPeople: record.namesPeople)
        evidenceText = EvidenceText(roles: roles)
        book = ClaimBook(ClaimVerifier(record))
        findingsByID = record.findings.reduce(into: [:]) { $0[$1.id] = $1 }
        evidenceByID = record.evidence.reduce(into: [:]) { $0[$1.id] = $1 }
    }

    func finding(_ id: FindingID?) -> Finding? { id.flatMap { findingsByID[$0] } }

    func evidence(_ id: EvidenceID) -> Evidence? { evidenceByID[id] }

    func findings(_ kinds: Finding.Kind...) -> [Finding] { record.findings.filter { kinds.contains($0.kind) } }

    /// The sentences of findings that stand, as items of a list.
    mutating func items(_ findings: [Finding]) -> [[Inline]] {
        findings.compactMap { book.state($0).map { [.claim($0)] } }
    }

    mutating func items(_ ids: [FindingID]) -> [[Inline]] { items(ids.compactMap { finding($0) }) }

    /// What a hypothesis rests on.
    func citations(_ hypothesis: Hypothesis) -> [Claim.Citation] {
        hypothesis.evidence.map { .evidence($0) } + (hypothesis.supports + hypothesis.refutes).map { .finding($0) }
    }

    /// The hypothesis as a sentence that is true of it whether it stands or not: it says that this was supposed.
    mutating func supposition(_ hypothesis: Hypothesis) -> [Inline]? {
        let verdict = hypothesis.isRefuted ? "refuted" : "\(hypothesis.confidence.rawValue) confidence"
        return book.state("Hypothesis, \(verdict): \(hypothesis.statement)", citations(hypothesis)).map {
            [.part(of: $0, hypothesis.statement)]
        }
    }

    var leading: Hypothesis? { record.leading }

    var status: [Inline] {
        [
            .say("Draft, generated from evidence by "), .data(record.program), .say(". Times are UTC. Investigation "),
            .code(record.id), .say("."),
        ]
    }

    static func family(_ family: CauseFamily) -> String {
        switch family {
        case .change: "a change"
        case .trafficSurge: "a surge of traffic"
        case .upstreamProvider: "something that it depends on"
        case .certificate: "a certificate"
        case .dns: "name resolution"
        case .node: "a node"
        case .workload: "failing containers"
        case .capacity: "exhausted capacity"
        case .badInput: "bad input"
        case .region: "a region"
        case .wrongAnswers: "wrong answers"
        }
    }

    static func remediation(_ remediation: Remediation) -> String? {
        switch remediation {
        case .rollback: "Roll back the change."
        case .rollForward: "Roll forward with a fix."
        case .configRevert: "Revert the configuration change."
        case .featureFlagDisable: "Turn the feature flag off."
        case .scale: "Add capacity."
        case .failover: "Fail over."
        case .rotateCert: "Replace the certificate."
        case .reschedule: "Move the work off the node."
        case .purgeBadData: "Remove the bad data."
        case .escalateUpstream: "Escalate to the provider."
        case .restart: "Restart the service."
        case .none: nil
        }
    }
}
