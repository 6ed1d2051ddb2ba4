public import Core
import Gateway

/// The decision that an audit of the alerting begins with: everything that a replay must not decide again.
public struct AuditStart: Sendable, Hashable, Codable {
    /// The stretch that behaviour is looked at in.
    public var window: TimeWindow
    /// The moment that the audit counts as its present.
    public var now: Instant
    public var configuration: Configuration
    public var program: String
    public var principal: Principal

    public init(window: TimeWindow, now: Instant, configuration: Configuration, program: String, principal: Principal) {
        self.window = window
        self.now = now
        self.configuration = configuration
        self.program = program
        self.principal = principal
    }

    func entry(of audit: String, at recordedAt: Instant) throws(InquiryError) -> LedgerEntry {
        try LedgerEntry(recording: self, as: "audit started", of: audit, at: recordedAt)
    }

    init(from entries: [LedgerEntry]) throws(InquiryError) {
        guard let start = try entries.decision("audit started", as: AuditStart.self) else {
            throw .damaged("it has no start of an audit")
        }
        self = start
    }
}
