public import Core

/// Decides what a language model says, by what it cites alone.
public struct ModelChecker: Sendable {
    private let verifier: ClaimVerifier

    public init(_ record: InvestigationRecord) {
        verifier = ClaimVerifier(record)
    }

    public func rule(on text: String, citing citations: [Claim.Citation]) -> Ruling {
        let (verdict, problem) = verifier.verify(text, citing: citations)
        switch verdict {
        case .supported: return Ruling(.supported, citations: citations)
        case .contradicted: return Ruling(.contradicted, problem: problem)
        case .unsupported: return Ruling(.unsupported, problem: problem)
        }
    }
}
