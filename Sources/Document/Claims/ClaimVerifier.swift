public import Core

/// Checks sentences against what they cite.
///
/// A sentence is *supported* when every citation resolves and every value that it states (``MentionReader`` says what is read
/// as one) is held by a cited item: by the evidence cited, by the facts of a finding cited, or by that finding's evidence.
/// The rules of holding:
///
/// - **Times.** `14:23` is the minute from 14:23:00 to 14:23:59.999…; `14:23:30` is that second. A held time supports it when it
///   lies inside and was given at least that precisely (a time known to the day supports no clock time). A clock time belongs
///   to a day of the investigation's window, or to a date that the sentence names. The times of single samples are not held:
///   with one every minute they would support any minute.
/// - **Numbers.** Half a unit of the last printed digit either way: `4.2 s` is 4.15 to 4.25 seconds. Whole minutes, hours, days
///   and weeks may be cut as well as rounded: `14 days` is 13.5 up to 15. Seconds, per cent, bytes and bare numbers do not stand
///   for one another; `ms`, `s`, `min` do. A series holds its extremes, quartiles, first and last value, and its value at a
///   time that the sentence names. Two times among one finding's facts hold their difference.
/// - **Names, hashes, quotations** must occur literally; a name and a hash as whole words (a hash as the beginning of one), a
///   quotation also when it ends in `…` and is the beginning of the text.
///
/// A sentence is *contradicted* when a value is not held, and a cited item holds another value of the same kind for the same
/// thing: one whose fact's name is a word of the sentence (`onset`, `threshold`), the only one of its kind in all that is
/// cited, or the one at the same place of a cited finding's statement that differs in values alone. Otherwise, and when a citation does not resolve or there is none, it is *unsupported*.
///
/// Words are not weighed: a sentence whose values are all held and whose verb is wrong passes. The documents' sentences are
/// therefore written by code from findings, never freely.
public struct ClaimVerifier: Sendable {
    private let reader: MentionReader
    private let window: TimeWindow
    private let evidence: [EvidenceID: Holding]
    private let findings: [FindingID: Holding]

    public init(_ record: InvestigationRecord) {
        reader = MentionReader(
            services: record.serviceNames, vocabulary: Set(record.sources.flatMap { [$0.name.text, $0.kind.text] }))
        window = record.scope.window
        var held: [EvidenceID: Holding] = [:]
        for item in record.evidence { held[item.id] = Holding(item) }
        var concluded: [FindingID: Holding] = [:]
        for finding in record.findings {
            var holding = Holding(finding)
            for id in finding.evidence { if let more = held[id] { holding.add(more) } }
            concluded[finding.id] = holding
        }
        evidence = held
        findings = concluded
    }

    /// The verdict on one sentence, and the reason when it is not `supported`.
    public func verify(_ text: String, citing citations: [Claim.Citation]) -> (verdict: Claim.Verdict, problem: String?) {
        guard !citations.isEmpty else { return (.unsupported, "it cites nothing") }
        var held = Holding()
        for citation in citations {
            guard let holding = holding(citation) else { return (.unsupported, "\(citation) does not exist") }
            held.add(holding)
        }
        let check = HoldingCheck(held, window: window, sentence: text, reader: reader)
        let cited = citations.map(\.description).joined(separator: ", ")
        var problem: String?
        for mention in check.mentions where !check.holds(mention) {
            if let other = check.otherValue(than: mention) {
                return (.contradicted, "it says \(mention.text) where \(cited) holds \(other)")
            }
            problem = problem ?? "\(mention.text) is not in \(cited)"
        }
        return problem.map { (.unsupported, $0) } ?? (.supported, nil)
    }

    func holding(_ citation: Claim.Citation) -> Holding? {
        switch citation {
        case .evidence(let id): evidence[id]
        case .finding(let id): findings[id]
        }
    }
}
