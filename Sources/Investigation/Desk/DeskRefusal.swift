/// Why a call of a model or a client was not made. The text is made of our own words and of names that the tool's schema has: it
/// repeats neither arguments nor evidence.
public struct DeskRefusal: Error, Sendable, Hashable, Codable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// No such tool or source, or not one of the investigation.
        case unknown
        /// The tool's definition is not the pinned one.
        case pin
        /// The tool does more than read: a person has to approve it.
        case needsPerson
        /// The arguments are not of the form that the tool's schema gives, or are too long or nested too deeply.
        case form
        /// The arguments name an address, or hold characters that cannot be seen.
        case address, hidden
        /// A time, a range of a query or a service outside the investigation.
        case scope
        /// The arguments hold a secret, personal data or bulk data, in any form that is looked for.
        case egress
        /// The gateway would not hand the answer out.
        case notReleased
    }

    public var kind: Kind
    /// A sentence without a full stop.
    public var reason: String

    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    public var description: String { reason }
}
