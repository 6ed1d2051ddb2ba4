public import Core
public import Gateway

/// Why an investigation could not be begun, resumed or replayed, and what to do.
public enum InquiryError: Error, Sendable, CustomStringConvertible {
    /// No configured source knows the URL or id.
    case unknownReference(String, kinds: [String])
    /// The source that knows it gave no incident.
    case noIncident(String, reasons: [String])
    /// The incident names no service.
    case noService(String)
    /// A source's options are wrong.
    case badSource(SourceName, String)
    case unknownInvestigation(String, known: [String])
    case ledger(LedgerError)
    case damaged(String)
    /// A rule, a person or the state of things says no.
    case refused(String)

    public var description: String {
        switch self {
        case .unknownReference(let text, let kinds):
            "no configured source knows '\(text)'. Configured kinds: \(kinds.sorted().joined(separator: ", ")). "
                + "Give an incident's URL or id of one of them, or --service NAME --from TIME --to TIME."
        case .noIncident(let text, let reasons):
            "the incident '\(text)' could not be read"
                + (reasons.isEmpty ? "." : ": " + reasons.joined(separator: "; ") + ".")
                + " Give --service NAME --from TIME --to TIME to investigate without it."
        case .noService(let text):
            "the incident '\(text)' names no service. Give --service NAME --from TIME --to TIME."
        case .badSource(let name, let reason): "source '\(name)': \(reason)"
        case .unknownInvestigation(let id, let known):
            "the ledger holds no investigation '\(id)'."
                + (known.isEmpty ? " It holds none at all." : " The latest: " + known.prefix(3).joined(separator: ", "))
        case .ledger(let error): error.description
        case .refused(let reason): reason
        case .damaged(let what): "the ledger's record of this investigation is damaged: \(what)"
        }
    }
}
