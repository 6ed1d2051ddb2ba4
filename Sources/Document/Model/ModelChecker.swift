public import Core

/// Decides what a language model says.
///
/// A sentence is supported when the checker of facts holds it by what it cites alone, and every value in it is held by a cited item
/// too. It is contradicted when anything in the record says otherwise, cited or not: a wrong sentence does not become an open
/// question by citing something else.
public struct ModelChecker: Sendable {
    private let facts: FactChecker
    private let values: ClaimVerifier
    /// Evidence that the source was asked and has none.
    private let absences: Set<EvidenceID>
    private let findings: [FindingID: Finding]

    public init(_ record: InvestigationRecord) {
        facts = FactChecker(record)
        values = ClaimVerifier(record)
        absences = Set(record.evidence.filter { $0.completeness == .noneThere }.map(\.id))
        findings = record.findings.reduce(into: [:]) { $0[$1.id] = $1 }
    }

    public func rule(on text: String, citing citations: [Claim.Citation]) -> Ruling {
        let ruling = facts.rule(on: text, citing: citations)
        if ruling.verdict == .contradicted { return ruling }
        if let word = ModelChecker.words(text).first(where: ModelChecker.denials.contains), !denies(word, citations) {
            return Ruling(
                .unsupported, problem: "it says “\(word)”, and nothing that it cites shows that something was absent",
                needed: "a source that was asked and has none")
        }
        let (verdict, problem) = values.verify(text, citing: citations)
        if ruling.verdict == .supported {
            switch verdict {
            case .supported: return ruling
            case .contradicted: return Ruling(.contradicted, problem: problem)
            case .unsupported: return Ruling(.unsupported, problem: problem)
            }
        }
        let statement = Statement(id: "S1", text: text, line: 1, endLine: 1)
        let whole = facts.rule(on: statement)
        if whole.verdict == .contradicted { return whole }
        return ruling
    }

    /// Words that say that something was not there or did not happen.
    private static let denials: Set<String> = [
        "no", "not", "none", "nothing", "nobody", "never", "neither", "nor", "without", "cannot",
    ]

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter }.map(String.init)
    }

    /// Does a cited finding deny with the same word, or was a source asked that has none?
    private func denies(_ word: String, _ citations: [Claim.Citation]) -> Bool {
        citations.contains { citation in
            switch citation {
            case .evidence(let id): absences.contains(id)
            case .finding(let id): findings[id].map { ModelChecker.words($0.statement).contains(word) } ?? false
            }
        }
    }
}
