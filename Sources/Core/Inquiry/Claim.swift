/// One sentence of a document with its citations and its verdict.
public struct Claim: Sendable, Hashable, Codable {
    public enum Verdict: String, Sendable, Hashable, Codable { case supported, contradicted, unsupported }

    /// `E12` or `F3`.
    public enum Citation: Sendable, Hashable, Codable, CustomStringConvertible {
        case evidence(EvidenceID)
        case finding(FindingID)

        public init?(parsing text: String) {
            if let id = EvidenceID(parsing: text) {
                self = .evidence(id)
            } else if let id = FindingID(parsing: text) {
                self = .finding(id)
            } else {
                return nil
            }
        }
        public init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let citation = Citation(parsing: text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no citation"))
            }
            self = citation
        }
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(description)
        }
        public var description: String {
            switch self {
            case .evidence(let id): id.description
            case .finding(let id): id.description
            }
        }
    }

    /// `C1`; the place among the document's claims.
    public var id: String
    public var text: String
    public var verdict: Verdict
    public var citations: [Citation]
    /// Why the verdict is not `supported`: the value that no cited item holds.
    public var problem: String?

    public init(id: String, text: String, verdict: Verdict, citations: [Citation], problem: String? = nil) {
        self.id = id
        self.text = text
        self.verdict = verdict
        self.citations = citations
        self.problem = problem
    }
}
