public import Core
import Gateway

/// The decision that an investigation begins with: everything that a replay must not decide again.
public struct StartRecord: Sendable, Hashable, Codable {
    public var start: Start
    /// The moment that the investigation counts as its present.
    public var now: Instant
    public var configuration: Configuration
    public var program: String
    public var principal: Principal

    public init(start: Start, now: Instant, configuration: Configuration, program: String, principal: Principal) {
        self.start = start
        self.now = now
        self.configuration = configuration
        self.program = program
        self.principal = principal
    }

    func entry(of investigation: String, at recordedAt: Instant) throws(InquiryError) -> LedgerEntry {
        try LedgerEntry(recording: self, as: "started", of: investigation, at: recordedAt)
    }

    init(from entries: [LedgerEntry]) throws(InquiryError) {
        guard let start = try entries.decision("started", as: StartRecord.self) else { throw .damaged("it has no start") }
        self = start
    }
}
