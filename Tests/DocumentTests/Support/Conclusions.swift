import Core

/// What analysis concluded, in a form that a fixture can hold, so that the golden files do not move with Analysis.
struct Conclusions: Codable {
    var onset: FindingID?
    var firstFailingService: String?
    var blastRadius: [String]
    var suspects: [Suspect]
    var hypotheses: [Hypothesis]
    var remediation: Remediation
    var gaps: [Gap]
    var findings: [Finding]
}
