import Core

extension FactIndex {
    /// What a claim may rest on: what it cites, and what the findings that it cites were concluded from. Evidence that is empty
    /// or failed is not in it; that a source was asked and has none proves an absence alone.
    func reach(of citations: [Claim.Citation]) -> Set<Claim.Citation> {
        var result: Set<Claim.Citation> = []
        for citation in citations {
            switch citation {
            case .evidence(let id):
                if standing[id] != nil { result.insert(citation) }
            case .finding(let id):
                guard let finding = findings.first(where: { $0.id == id }) else { continue }
                result.insert(citation)
                for id in finding.evidence where standing[id] != nil { result.insert(.evidence(id)) }
            }
        }
        return result
    }
}
