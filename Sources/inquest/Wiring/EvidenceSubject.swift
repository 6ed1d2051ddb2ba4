import Core

/// `ID`, `ID/E12` or `E12` on the command line.
struct EvidenceSubject {
    /// `nil`: the newest.
    var investigation: String?
    var evidence: EvidenceID?

    init(_ text: String?) {
        let parts = (text ?? "").split(separator: "/").map(String.init)
        evidence = parts.last.flatMap { EvidenceID(parsing: $0) }
        if evidence == nil || parts.count > 1 { investigation = parts.first }
    }
}
