public import Core

/// A finding that someone decided to live with, until a day.
public struct AuditSuppression: Sendable, Hashable, Codable {
    /// The check whose findings it covers; `nil` covers all checks.
    public var check: AuditCheckID?
    /// The findings' subjects, with `*` for any characters and `?` for one: `rule/batch/*`.
    public var subject: String
    /// Why it is fine, for people.
    public var reason: String
    /// When it ends. Past that it covers nothing and is itself a finding.
    public var until: Instant

    public init(check: AuditCheckID? = nil, subject: String, reason: String, until: Instant) {
        self.check = check
        self.subject = subject
        self.reason = reason
        self.until = until
    }
}
