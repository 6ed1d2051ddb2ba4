import Core

/// Makes scores of findings. A service begins with 100 points and loses some for each check that found something: 15 for a critical
/// one, 6 for a warning, 2 for a remark, and for one check never more than three times that. The estate has the mean of its services,
/// less a fifth of the same for what concerns no one service.
struct AuditScoring {
    let estate: AuditScore
    let services: [AuditScore]

    init(_ estate: Estate, _ findings: [AuditFinding]) {
        let open = findings.filter { $0.suppressedBy == nil }
        let names = estate.scoredServices
        let byService = Dictionary(grouping: open) { $0.service ?? "" }
        services = names.map { name in
            let terms =
                [AuditScore.Term(words: "a service to begin with", points: 100)] + AuditScoring.losses(byService[name] ?? [])
            return AuditScore(service: name, terms: AuditScoring.floored(terms))
        }
        let known = Set(names)
        let rest = open.filter { !known.contains($0.service ?? "") }
        let mean = services.isEmpty ? 100 : services.reduce(0) { $0 + $1.points } / Double(services.count)
        let words = services.isEmpty ? "an estate to begin with" : "the mean of \(services.count) services"
        self.estate = AuditScore(
            terms: AuditScoring.floored(
                [AuditScore.Term(words: words, points: (mean * 10).rounded() / 10)] + AuditScoring.losses(rest, share: 0.2)))
    }

    private static func losses(_ findings: [AuditFinding], share: Double = 1) -> [AuditScore.Term] {
        Dictionary(grouping: findings) { $0.check }.map { check, findings -> AuditScore.Term in
            let severity = findings.map(\.severity).max() ?? .info
            let weight: Double =
                switch severity {
                case .critical: 15
                case .warning: 6
                case .info: 2
                }
            let noun = findings.count == 1 ? "finding" : "findings"
            return AuditScore.Term(
                words: "\(findings.count) \(noun) of \(check.rawValue) (\(severity.rawValue))",
                points: -weight * share * Double(min(findings.count, 3)))
        }.sorted { ($0.points, $0.words) < ($1.points, $1.words) }
    }

    /// No score is below 0.
    private static func floored(_ terms: [AuditScore.Term]) -> [AuditScore.Term] {
        let sum = terms.reduce(0) { $0 + $1.points }
        return sum < 0 ? terms + [AuditScore.Term(words: "no less than 0", points: -sum)] : terms
    }
}
