/// Something that should have been looked at and was not, or not wholly.
public struct Gap: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// No source is configured that could know.
        case noSource
        /// The source failed, or its answer could not be read.
        case failed
        /// A policy or a missing credential stood in the way.
        case denied
        /// The answer is incomplete: cut off, sampled, or a partial answer with warnings.
        case partial
        /// A budget of calls, bytes or time was spent.
        case overBudget
        /// It was never asked.
        case notAsked
        /// The source does not keep data that far back.
        case notKept
        /// Nothing that could be read says it: the users affected, say.
        case unknowable
    }

    public var kind: Kind
    public var source: SourceName?
    /// What was to be learned: "logs of checkout".
    public var what: String
    /// What happened, in a sentence.
    public var reason: String
    /// The exchanges that show it.
    public var exchanges: [CallKey]

    public init(_ kind: Kind, source: SourceName? = nil, what: String, reason: String, exchanges: [CallKey] = []) {
        self.kind = kind
        self.source = source
        self.what = what
        self.reason = reason
        self.exchanges = exchanges
    }
}

/// A recoverable oddity: collected, not thrown.
public struct Diagnostic: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable {
        /// Worth knowing when reading the evidence.
        case note
        /// Part of the answer is missing or could not be read.
        case partial
        /// Nothing could be learned.
        case failed
        /// A policy, a missing credential or a budget stood in the way.
        case denied
    }

    public var severity: Severity
    /// What was wrong and where, in a sentence.
    public var message: String
    public var exchange: CallKey?

    public init(_ severity: Severity, _ message: String, exchange: CallKey? = nil) {
        self.severity = severity
        self.message = message
        self.exchange = exchange
    }
}
