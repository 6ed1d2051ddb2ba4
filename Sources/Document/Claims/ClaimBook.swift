import Core

/// All sentences of fact that the documents of one record state or withhold, numbered in the order in which they were first
/// wanted. One sentence with the same citations is one claim, however often it is printed.
struct ClaimBook {
    private let verifier: ClaimVerifier
    private(set) var claims: [Claim] = []
    private var places: [Key: Int] = [:]

    private struct Key: Hashable {
        var text: String
        var citations: [Claim.Citation]
    }

    init(_ verifier: ClaimVerifier) { self.verifier = verifier }

    /// The claim, checked; `nil` when it must not be printed.
    mutating func state(_ text: String, _ citations: [Claim.Citation]) -> Claim? {
        var seen: Set<Claim.Citation> = []
        let citations = citations.filter { seen.insert($0).inserted }
        let key = Key(text: text, citations: citations)
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            let (verdict, problem) = verifier.verify(text, citing: citations)
            place = claims.count
            places[key] = place
            claims.append(
                Claim(id: "C\(place + 1)", text: text, verdict: verdict, citations: citations, problem: problem))
        }
        return claims[place].verdict == .supported ? claims[place] : nil
    }

    /// A sentence that was ruled on elsewhere; `nil` when it must not be printed as fact. A contradicted one leaves no trace.
    mutating func state(_ text: String, _ citations: [Claim.Citation], ruled ruling: Ruling) -> Claim? {
        guard ruling.verdict == .supported else { return nil }
        let claim = Claim(id: "C\(claims.count + 1)", text: text, verdict: .supported, citations: citations)
        claims.append(claim)
        return claim
    }

    /// A finding's own sentence, citing the finding.
    mutating func state(_ finding: Finding) -> Claim? { state(finding.statement, [.finding(finding.id)]) }

    var withheld: [Claim] { claims.filter { $0.verdict != .supported } }
}
