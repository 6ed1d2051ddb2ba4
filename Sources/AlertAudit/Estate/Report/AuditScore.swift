/// How well a service, or the whole estate, is watched: a number from 0 to 100 that is exactly the sum of its terms.
public struct AuditScore: Sendable, Hashable, Codable {
    public struct Term: Sendable, Hashable, Codable {
        /// What is added or taken off, in words: `2 findings of missing-runbook (info)`.
        public var words: String
        /// Points; negative where they are taken off.
        public var points: Double

        public init(words: String, points: Double) {
            self.words = words
            self.points = points
        }
    }

    /// `nil`: the estate.
    public var service: String?
    public var terms: [Term]
    /// The sum of the terms.
    public var points: Double { terms.reduce(0) { $0 + $1.points } }

    public init(service: String? = nil, terms: [Term]) {
        self.service = service
        self.terms = terms
    }

    private enum Key: String, CodingKey { case service, terms, points }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        service = try container.decodeIfPresent(String.self, forKey: .service)
        terms = try container.decode([Term].self, forKey: .terms)
    }

    /// With the sum, for readers that do not add.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(service, forKey: .service)
        try container.encode(points, forKey: .points)
        try container.encode(terms, forKey: .terms)
    }
}
