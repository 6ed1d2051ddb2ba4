public import Core

/// Decides what a language model says.
///
/// A sentence is supported when the checker of facts holds it by what it cites alone, and every value in it is held by a cited item
/// too. It is contradicted when anything in the record says otherwise, cited or not: a wrong sentence does not become an open
/// question by citing something else.
public struct ModelChecker: Sendable {
    private let facts: FactChecker
    private let values: ClaimVerifier

    public init(_ record: InvestigationRecord) {
        facts = FactChecker(record)
        values = ClaimVerifier(record)
    }

    public func rule(on text: String, citing citations: [Claim.Citation]) -> Ruling {
        let ruling = facts.rule(on: text, citing: citations)
        if ruling.verdict == .contradicted { return ruling }
        let (verdict, problem) = values.verify(text, citing: citations)
        if ruling.verdict == .supported {
            switch verdict {
            case .supported: return ruling
            case .contradicted: return Ruling(.contradicted, problem: problem)
            case .unsupported: return Ruling(.unsupported, problem: problem)
            }
        }
        let statement = Statement(id: "S1", text: text, line: 1, endLine: 1)
        if let whole = facts.rule(on: [statement]).first, whole.verdict == .contradicted { return whole }
        return ruling
    }
}
