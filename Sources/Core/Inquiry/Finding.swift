/// The short name that documents cite, `F3`.
public struct FindingID: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    public var number: Int
    public init(_ number: Int) { self.number = number }
    public init?(parsing text: String) {
        guard text.first == "F", let number = Int(text.dropFirst()), number > 0 else { return nil }
        self.number = number
    }
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = FindingID(parsing: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no finding id"))
        }
        self = id
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
    public var description: String { "F\(number)" }
    public static func < (left: FindingID, right: FindingID) -> Bool { left.number < right.number }
}

/// What analysis concludes from evidence.
public struct Finding: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        // Signals
        /// A signal left its baseline.
        case onset
        /// A signal was asked for and stayed inside its baseline.
        case steady
        /// A signal came back to its baseline.
        case recovery
        /// A kind of log line that was rare or absent before became frequent.
        case logBurst
        /// A latency fell while errors rose, because requests that used to finish late now fail at a ceiling.
        case latencyCeiling
        // Traces
        /// Where in the failing traces it failed first.
        case failingSpan
        /// A log line and the trace that it belongs to.
        case traceJoined
        /// How long calls between two services took, before and since the onset.
        case callTime
        // Clusters
        /// Containers that crash, cannot start, fail their probes or are killed.
        case clusterTrouble
        // Changes
        /// A change, placed on the clock against the first onset.
        case changePlaced
        /// A change that undid an earlier one.
        case rollback
        // Hypotheses tested
        /// A prediction of a hypothesis held.
        case predictionHeld
        /// A prediction of a hypothesis failed, which refutes it.
        case predictionFailed
        // Detection
        case alertFired
        /// A check that watches from outside went down, or came back.
        case checkFlipped
        case page
        /// Someone took on an incident that had been opened.
        case acknowledgement
        /// A rule watches the right signal and its threshold was never reached.
        case thresholdTooHigh
        /// A rule's `for` is longer than the breach lasted.
        case holdTooLong
        /// A rule's condition was met, and a silence kept it quiet or would have.
        case silenced
        /// A silence outlived what it was set for.
        case forgottenSilence
        /// A signal moved that no rule watches.
        case missingAlert
        /// A rule is broken, or its alerts go to a receiver that tells no one.
        case deadEnd
        // People
        /// Two sources disagree about the same thing.
        case conflict
        /// Someone named a cause or a fact that the record bears on.
        case testimony
        /// Text in evidence that reads like an instruction to a machine.
        case instructionInData
        // Outcome
        case resolution
        case impact
        case errorBudget
        case detectionDelay
    }

    public var id: FindingID
    public var kind: Kind
    public var service: String?
    /// When it happened, where it has a time.
    public var time: Instant?
    /// One sentence in plain words; it says nothing that ``facts`` and the cited evidence do not hold.
    public var statement: String
    /// The values that the statement rests on, under stable names such as `threshold`, `observed`, `baselineMedian`, `onset`.
    public var facts: [String: Fact]
    /// What it was concluded from. Never empty.
    public var evidence: [EvidenceID]

    public init(
        _ kind: Kind, service: String? = nil, time: Instant? = nil, statement: String, facts: [String: Fact] = [:],
        evidence: [EvidenceID]
    ) {
        self.id = FindingID(0)
        self.kind = kind
        self.service = service
        self.time = time
        self.statement = statement
        self.facts = facts
        self.evidence = evidence
    }
}

/// A value that a sentence may state.
public enum Fact: Sendable, Hashable, Codable {
    case time(Instant)
    case number(Double, Unit)
    /// Seconds.
    case duration(Double)
    case text(String)

    public var number: Double? {
        switch self {
        case .number(let value, _), .duration(let value): value
        default: nil
        }
    }
    public var time: Instant? { if case .time(let value) = self { value } else { nil } }
    public var text: String? { if case .text(let value) = self { value } else { nil } }

    private enum Key: String, CodingKey { case time, number, unit, seconds, text }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let value = try container.decodeIfPresent(Instant.self, forKey: .time) {
            self = .time(value)
        } else if let value = try container.decodeIfPresent(Double.self, forKey: .seconds) {
            self = .duration(value)
        } else if let value = try container.decodeIfPresent(String.self, forKey: .text) {
            self = .text(value)
        } else {
            self = .number(
                try container.decodeIfPresent(Double.self, forKey: .number) ?? .nan,
                try container.decodeIfPresent(Unit.self, forKey: .unit) ?? .none)
        }
    }

    /// `{"time": …}`, `{"number": …, "unit": …}`, `{"seconds": …}` or `{"text": …}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .time(let value): try container.encode(value, forKey: .time)
        case .duration(let value): try container.encode(value, forKey: .seconds)
        case .text(let value): try container.encode(value, forKey: .text)
        case .number(let value, let unit):
            if value.isFinite { try container.encode(value, forKey: .number) } else { try container.encodeNil(forKey: .number) }
            try container.encode(unit, forKey: .unit)
        }
    }
}
