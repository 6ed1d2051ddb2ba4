/// What could not be read of a file or value that has to do with approvals: where, why, and what to do.
public struct ApprovalFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was read: `SSH signature`, or a file with the line's number (`allowed_signers:3`).
    public var place: String
    public var reason: String

    public init(_ place: String, _ reason: String) {
        self.place = place
        self.reason = reason
    }

    public var description: String { "\(place): \(reason)" }
}
