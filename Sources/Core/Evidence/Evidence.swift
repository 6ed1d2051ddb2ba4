/// The short name that documents cite, `E12`. Given once all evidence of an investigation is in, in plan order.
public struct EvidenceID: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    public var number: Int
    public init(_ number: Int) { self.number = number }
    public init?(parsing text: String) {
        guard text.first == "E", let number = Int(text.dropFirst()), number > 0 else { return nil }
        self.number = number
    }
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = EvidenceID(parsing: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no evidence id"))
        }
        self = id
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
    public var description: String { "E\(number)" }
    public static func < (left: EvidenceID, right: EvidenceID) -> Bool { left.number < right.number }
}

/// A typed observation decoded from a reply, with the exchange it came from.
///
/// A connector fills in what it decoded; ``source``, ``tool``, ``askedAt`` and ``id`` are set by the investigation.
public struct Evidence: Sendable, Hashable, Codable {
    public var id: EvidenceID
    public var source: SourceName
    public var tool: String
    /// The exchanges that the observation was decoded from.
    public var exchanges: [CallKey]
    /// When the first of those exchanges was sent.
    public var askedAt: Instant?
    /// The service that it is about, where that is known.
    public var service: String?
    /// When it happened, for what has a time of its own.
    public var stamp: Stamp?
    /// The stretch of time that was asked for.
    public var window: TimeWindow?
    /// The query as a person would type it into the system's own search field.
    public var query: String?
    /// Where a person can see it: an `https:` address, or a path below the source's address.
    public var link: String?
    public var completeness: Completeness
    public var observation: Observation

    public init(
        _ observation: Observation, from exchanges: [CallKey], service: String? = nil, stamp: Stamp? = nil,
        window: TimeWindow? = nil, query: String? = nil, link: String? = nil, completeness: Completeness = .complete
    ) {
        self.id = EvidenceID(0)
        self.source = ""
        self.tool = ""
        self.exchanges = exchanges
        self.service = service
        self.stamp = stamp
        self.window = window
        self.query = query
        self.link = link
        self.completeness = completeness
        self.observation = observation
    }
}

/// What an answer can prove. Only ``noneThere`` supports "there was no …".
public enum Completeness: Sendable, Hashable, Codable {
    /// Everything that was asked for is here.
    case complete
    /// The source was asked, looked at everything, and has none.
    case noneThere
    /// There is more than was read.
    case cutOff(reason: String)
    /// The source could not answer, or not wholly.
    case failed(reason: String)
    /// The source does not keep data of that age.
    case notKept(reason: String)
    /// The source looked at a part only, so absence proves nothing.
    case sampled(reason: String)
    case notAsked
}
