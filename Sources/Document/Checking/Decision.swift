import Core

/// What the evidence says of one fact of a statement.
struct Decision: Sendable {
    enum Outcome: Sendable { case holds, contradicted, unsupported }
    var outcome: Outcome
    var problem: String?
    var needed: String?
    var correction: Ruling.Correction?
    var citations: [Claim.Citation] = []

    static func holds(_ citations: [Claim.Citation]) -> Decision { Decision(outcome: .holds, citations: citations) }

    static func contradicted(
        _ problem: String, said: String? = nil, holds: String? = nil, _ citations: [Claim.Citation]
    ) -> Decision {
        var correction: Ruling.Correction?
        if let said, let holds, said != holds { correction = Ruling.Correction(said: said, holds: holds, citations: citations) }
        return Decision(outcome: .contradicted, problem: problem, correction: correction, citations: citations)
    }

    static func unsupported(_ problem: String, needed: String? = nil) -> Decision {
        Decision(outcome: .unsupported, problem: problem, needed: needed)
    }
}

extension Ruling {
    /// Contradicted if any fact is, unsupported if any is, else supported if at least one was decided.
    init(_ decisions: [Decision]) {
        let worst =
            decisions.first { $0.outcome == .contradicted } ?? decisions.first { $0.outcome == .unsupported } ?? decisions.first
        guard let worst else {
            self.init(.notChecked)
            return
        }
        var corrections: [Correction] = []
        for correction in decisions.compactMap(\.correction) where !corrections.contains(correction) {
            corrections.append(correction)
        }
        var citations = Set<Claim.Citation>()
        for decision in decisions where decision.outcome == worst.outcome { citations.formUnion(decision.citations.prefix(6)) }
        let verdict: Verdict =
            switch worst.outcome {
            case .holds: .supported
            case .contradicted: .contradicted
            case .unsupported: .unsupported
            }
        self.init(
            verdict, problem: worst.problem, needed: worst.needed, corrections: corrections,
            citations: citations.sorted(by: Ruling.isBefore))
    }

    private static func isBefore(_ left: Claim.Citation, _ right: Claim.Citation) -> Bool {
        switch (left, right) {
        case (.evidence(let a), .evidence(let b)): a < b
        case (.finding(let a), .finding(let b)): a < b
        case (.evidence, .finding): true
        case (.finding, .evidence): false
        }
    }
}
